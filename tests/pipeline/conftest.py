from tests.line import line, postgres_template

__all__ = ["line", "postgres_template"]
