"""The pages in a real browser, as people use them."""

import pytest
from browser import accessibility, watch


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<script>console.error('refused')</script>", "refused"),
        ("<img src='http://elsewhere.invalid/pixel.png' alt=''>", "elsewhere.invalid"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>",
            "script",
        ),
    ],
)
def test_what_goes_wrong_on_a_page_is_noticed(browser, content, complaint):
    complaints = []
    context = browser.new_context()
    watch(context, complaints.append)
    context.new_page().set_content(content)
    context.close()
    assert any(complaint in said for said in complaints)


def test_what_a_screen_reader_misses_is_noticed(browser):
    page = browser.new_page()
    page.set_content("<html lang=zh><title>x</title><main><h1>x</h1><img src=data:,></main></html>")
    assert "image-alt" in accessibility(page)
    page.close()
