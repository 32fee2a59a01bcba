"""The HTTP face: typed routes with OpenAPI, the API, pages for people, problems, health."""
