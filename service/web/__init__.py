"""The HTTP face: typed routes with OpenAPI, the API, pages for people, problems, health.

requests → reading → api/… → drawing → answers        programs: JSON, problem details
                     pages/… → templates/…            people: HTML that works without JavaScript
"""

from service.web.application import application
from service.web.serving import serve

__all__ = ["application", "serve"]
