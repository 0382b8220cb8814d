"""Scripts and styles are written without what nothing needs, and what they say is not touched."""

from importlib.resources import files

import pytest

from pyrrhic.app.site import printed, site
from pyrrhic.errors import BadFile

SCRIPTS = [file for file in files(site.__package__).joinpath("scripts").iterdir() if file.name.endswith(".js")]
STYLES = list(files(site.__package__).joinpath("styles").iterdir())


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("const a = 1; // one\nlet b = a;\n", "const a=1;let b=a;"),
        ("/* several\n lines */ f(a, b)\ng()", "f(a,b)\ng()"),
        ("say(\"// no comment\",  '/* nor this */')", "say(\"// no comment\",'/* nor this */')"),
        ("`a  ${ f( `b  ${ {c : '}' } }` ) }  // d`  + e", "`a  ${ f( `b  ${ {c : '}' } }` ) }  // d`+e"),
        ("text.replace(/ [/\"'`]  \\/ /g , x)", "text.replace(/ [/\"'`]  \\/ /g,x)"),
        ("const half = (a + b) / 2 / c;", "const half=(a+b)/2/c;"),
        ("return /a  b/.test(c)", "return/a  b/.test(c)"),
        ("a = b + +c - -d + ++e", "a=b+ +c- -d+ ++e"),
        ("x++\ny--\n++z", "x++\ny--\n++z"),
        ("return\nvalue", "return\nvalue"),
        ("const f = () => {}\n[1].map(f)", "const f=()=>{}\n[1].map(f)"),
        ("/x/ / 2 < !a", "/x/ /2< !a"),
        ("1 .toFixed(); a\n  .b()", "1 .toFixed();a.b()"),
        ("/x/g in y; `t` in y", "/x/g in y;`t`in y"),
        ("get x() {}\n\n  static #y = 1;", "get x(){}\nstatic #y=1;"),
    ],
)
def test_a_script_keeps_its_strings_templates_expressions_and_ends_of_statements(source, written):
    assert printed.script(source, "a.js") == written + "\n"


@pytest.mark.parametrize("source", ["if (a) {} /b/.test(c)", "a = /b", "a = `b ${c"])
def test_a_script_that_cannot_be_read_is_refused_with_its_line(source):
    with pytest.raises(BadFile, match=r"a\.js, line 2"):
        printed.script(f"// first\n{source}", "a.js")


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("/* a */ a :hover > b { color : red ; }\n", "a :hover>b{color :red}"),
        ('p::before { content: "  > ; }  "; }', 'p::before{content:"  > ; }  "}'),
        ("a { width: calc(1px + 2 * (3px - 1px)); }", "a{width:calc(1px + 2 * (3px - 1px))}"),
        (
            "@media (max-width: 9px) and (a) { a, b { c: url(x y;z) d } }",
            "@media (max-width:9px) and (a){a,b{c:url(x y;z) d}}",
        ),
    ],
)
def test_a_style_keeps_its_strings_and_the_spaces_that_mean_something(source, written):
    assert printed.style(source) == written + "\n"


@pytest.mark.parametrize("file", [*SCRIPTS, *STYLES], ids=lambda file: file.name)
def test_what_is_written_is_smaller_and_is_written_alike_again(file):
    text = file.read_text(encoding="utf-8")
    write = printed.style if file.name.endswith(".css") else lambda text: printed.script(text, file.name)
    assert len(write(text)) < len(text) and write(write(text)) == write(text)


def test_a_script_says_what_it_said():
    """Without any space at all source and page are the same, where the source has no comment."""
    for file in SCRIPTS:
        text = file.read_text(encoding="utf-8")
        bare = "\n".join(line for line in text.splitlines() if "//" not in line and "*/" not in line)
        assert "".join(printed.script(bare, file.name).split()) == "".join(bare.split()), file.name
