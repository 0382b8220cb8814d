"""Waiting for a page: what is not there yet is waited for, whatever opens the page, and nothing is waited for otherwise."""

from pathlib import Path

import pytest
import waiting
from waiting import IS_SETTLED, until

LATE = """<!doctype html><script>
  setTimeout(() => (window.laboratory = { past: {} }), 50);
  setTimeout(() => (laboratory.past.all = laboratory.isSettled = true), 100);
</script>"""


@pytest.mark.browser
def test_what_a_script_has_not_made_yet_is_waited_for_in_a_page_and_in_a_frame(browser, tmp_path):
    (tmp_path / "late.html").write_text(LATE, encoding="utf-8")
    (tmp_path / "around.html").write_text("<!doctype html><iframe src='late.html'></iframe>", encoding="utf-8")
    page = browser.new_page()
    for name, last in (("late", 0), ("around", 1)):
        page.goto((tmp_path / f"{name}.html").as_uri(), wait_until="commit")
        until(page, "frames.length === given", last)
        until(page.frames[last], IS_SETTLED)
        assert page.frames[last].evaluate("laboratory.isSettled")
    page.close()


def test_every_condition_is_waited_for_in_the_same_way():
    folder, own = Path(__file__).parent, Path(waiting.__file__)
    others = [file for file in folder.glob("*.py") if file not in (own, Path(__file__))]
    assert len(others) > 10 and ".wait_for_function(" in own.read_text(encoding="utf-8")
    assert not [file.name for file in others if "wait_for_function" in file.read_text(encoding="utf-8")]
