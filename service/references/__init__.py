"""Article → references: text, HTML, stored CMS bodies, flattened quotes. Pure."""
