"""The Postgres and the S3 server that run when none is given."""
