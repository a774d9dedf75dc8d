"""OpenAPI files come in, and go out with a README's section."""
