"""The Postgres and the S3 server that run when none is given.

Both are children of the service, on this machine only, in locked directories, as an ordinary user; when the
service is gone, by whatever means, they are gone too.
"""

from service.embedded.postgres import embedded_postgres
from service.embedded.seaweed import S3Endpoint, embedded_s3
from service.embedded.sharing import Servers, embedded_servers

__all__ = ["S3Endpoint", "Servers", "embedded_postgres", "embedded_s3", "embedded_servers"]
