"""What the first step costs a slow connection."""

import pytest

pytestmark = pytest.mark.browser
KB = 1000  # bytes: the stricter reading
MOST_REQUESTS = 12


def test_the_first_step_page_is_light_with_an_empty_cache(visitor):
    reader = visitor("trainee")
    reader.begins()
    fresh = visitor(storage_state=reader.context.storage_state())
    requests = []
    fresh.context.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 Playwright marks handlers
    fresh.opens(reader.address)
    fresh.page.wait_for_load_state("networkidle")
    assert {request.response().status for request in requests} == {200}
    sizes = {request.url.rpartition("/")[2]: request.sizes()["responseBodySize"] for request in requests}
    fonts = sum(size for name, size in sizes.items() if name.endswith(".woff2"))
    report = "\n".join(f"{size:>7} {name}" for name, size in sizes.items())
    assert fonts, f"no font was loaded:\n{report}"
    assert len(requests) <= MOST_REQUESTS, report
    assert sum(sizes.values()) <= 160 * KB, report
    assert sum(sizes.values()) - fonts <= 75 * KB, report
