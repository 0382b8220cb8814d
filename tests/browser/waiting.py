"""What the tests of the browser wait for. What a condition asks about may not be there yet: then it does not hold yet."""

PAGE_IS_IN = (
    "document.readyState === 'complete'"
    " && (!document.getElementById('body') || document.querySelector('#body .past').textContent)"
)
PAST_IS_IN = "laboratory.past.all"
IS_SETTLED = f"laboratory.isSettled && {PAST_IS_IN}"
RUN_IS_IN = f"{IS_SETTLED} && laboratory.now"
PATIENCE = 240_000  # milliseconds, for a machine with much else to do


def until(page, condition: str, given=None) -> None:
    """Wait in a page, or in a frame of it, until an expression holds; it may name what is `given`.

    The page may be on its way: a script that has not run, or a part that has not been read, is waited for. It is asked
    again and again by the clock, for on a busy machine frames may be long in coming.
    """
    asked = f"(given) => {{ try {{ return {condition}; }} catch {{ return false; }} }}"
    page.wait_for_function(asked, arg=given, polling=50)


def patient(opens):
    """A function that opens a page or a context as another does, and waits longer in it than is usual."""

    def open_patiently(**options):
        page = opens(**options)
        page.set_default_timeout(PATIENCE)
        return page

    return open_patiently


SPOKEN = """() => { window.spoken = []; new MutationObserver(() => spoken.push(byId("live").textContent))
  .observe(byId("live"), { childList: true }); }"""


def stand(page) -> None:
    """Let the clock of the laboratory stand once it has spoken; from then on what it speaks is kept."""
    until(page, "byId('live').textContent")
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.evaluate(SPOKEN)


def press(page, key: str, times: int) -> None:
    """Press a key so many times, as fast as a hand does, while the clock stands."""
    for _ in range(times):
        page.keyboard.press(key)
        page.clock.run_for(100)


def spoken_after(page) -> list[str]:
    """What has been spoken since the clock stood, and is spoken when it goes on for a while."""
    page.clock.run_for(5000)
    return page.evaluate("spoken")
