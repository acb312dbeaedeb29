from pathlib import Path

import pytest

from chatbot.errors import SettingsError
from chatbot.service.settings import Settings, load_settings

MANUAL = Path(__file__).parents[2] / "docs" / "chatbot" / "settings.md"
REFUSED = [
    ({"CHATBOT_PORT": "99999"}, "CHATBOT_PORT is '99999'; expected a port between 0 and 65535."),
    ({"CHATBOT_PORT": "x"}, "CHATBOT_PORT is 'x'; expected a port between 0 and 65535."),
    ({"CHATBOT_FEEDBACK": "perhaps"}, "CHATBOT_FEEDBACK is 'perhaps'; expected 'true' or 'false'."),
    ({"CHATBOT_CORS_ORIGINS": "*"}, "CHATBOT_CORS_ORIGINS is '*'; expected origins such as"),
    ({"CHATBOT_CORS_ORIGINS": "https://a.b/c"}, "CHATBOT_CORS_ORIGINS is 'https://a.b/c';"),
    ({"CHATBOT_FRAME_ANCESTORS": "none,self"}, "CHATBOT_FRAME_ANCESTORS is 'none,self';"),
    ({"CHATBOT_FRAME_ANCESTORS": "self; script-src *"}, "CHATBOT_FRAME_ANCESTORS is"),
    ({"CHATBOT_INDEX_POLL_SECONDS": "nan"}, "CHATBOT_INDEX_POLL_SECONDS is 'nan';"),
    ({"CHATBOT_CONTACT_URL": "javascript:1"}, "CHATBOT_CONTACT_URL is 'javascript:1';"),
    ({"CHATBOT_ROOT_PATH": "/a/"}, "CHATBOT_ROOT_PATH is '/a/'; expected a path"),
    ({"CHATBOT_PROT": "1"}, "CHATBOT_PROT is not a setting. Did you mean CHATBOT_PORT?"),
    ({"CHATBOT_XYZZY": "1"}, "CHATBOT_XYZZY is not a setting. docs/chatbot/settings.md lists"),
]


@pytest.mark.parametrize(("environ", "message"), REFUSED)
def test_wrong_setting_says_what_was_expected(environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ=environ)
    assert str(caught.value).startswith(message)


def test_options_win_over_the_environment() -> None:
    settings = load_settings({"port": 81}, environ={"CHATBOT_PORT": "82", "CHATBOT_HOST": "::1"})
    assert (settings.port, settings.host) == (81, "::1")


def test_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_CORS_ORIGINS", "https://a.example,https://b.example")
    assert load_settings().cors_origins == ("https://a.example", "https://b.example")


def test_empty_variable_means_the_default() -> None:
    assert load_settings(environ={"CHATBOT_PORT": ""}).port == 8000


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_has_its_heading_its_default_and_its_range(name: str) -> None:
    heading = f"## CHATBOT_{name.upper()}\n"
    text = MANUAL.read_text("utf-8")
    assert heading in text
    entry = text.partition(heading)[2].partition("\n## ")[0]
    assert "Default:" in entry
    assert "Range:" in entry
    assert "Raising it" in entry or "Effect:" in entry


def test_manual_describes_no_setting_that_is_gone() -> None:
    lines = MANUAL.read_text("utf-8").splitlines()
    headings = {line.removeprefix("## ") for line in lines if line.startswith("## CHATBOT_")}
    assert headings == {f"CHATBOT_{name.upper()}" for name in Settings.model_fields}
