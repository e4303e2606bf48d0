"""What every answer forbids the browser that gets it."""

from starlette.datastructures import MutableHeaders

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
REPORT_POLICY = (
    "sandbox allow-scripts allow-modals; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A report sorts its tables by a script of its own; it stands apart from the page and reaches nothing."""

BROWSER_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src 'self' "
    "blob:; style-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


def complete_headers(headers: MutableHeaders, path: str) -> None:
    """Add what an answer lacks.

    Parameters
    ----------
    headers
        Of the answer; what the route has set stays.
    path
        That was asked for.
    """
    for name, value in FIXED.items():
        headers.setdefault(name, value)
    is_browser_page = path.startswith("/browser/")
    headers.setdefault("Content-Security-Policy", BROWSER_POLICY if is_browser_page else PAGE_POLICY)
    if is_browser_page:
        headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")  # with it, a page may use threads
    headers.setdefault("Cache-Control", "no-store" if path.startswith("/api/") else "no-cache")
