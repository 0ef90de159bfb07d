"""Where the clubhouse finds the provider that this run deployed for it."""


def extra_env(ctx):
    provider = ctx.deps["oidc-provider"]
    return {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": provider.client_id,
        "OIDC_INTERNAL_URL": provider.internal_url,
    }
