"""Small talk: what it looks like when a whole question is nothing else."""

import re
from collections.abc import Mapping
from typing import Literal

from chatbot.analyzer import words

SmallTalk = Literal["greeting", "thanks", "farewell", "wellbeing", "identity", "help"]

MAX_WORDS = 8

# Openings, tried in this order; only fillers may follow.
_OPENINGS: Mapping[SmallTalk, str] = {
    "thanks": "thanks|thank you|thank u|thank|thx|ty|cheers|"
    "much appreciated|appreciate it|appreciated|great thanks|nice one",
    "farewell": "goodbye|good bye|bye|see you|see ya|cya|farewell|take care|"
    "have a nice|have a good|have a great|good night|later|talk to you",
    "wellbeing": "how are you|how are u|how r u|how is it going|how's it going|how is life|"
    "how do you do|what's up|whats up|wassup|sup|how have you been|are you ok|are you alright|"
    "how's your day|how is your day|you ok|hope you are well",
    "identity": "who are you|what are you|who r u|are you a bot|are you a robot|are you human|"
    "are you a human|are you a person|are you real|are you a real person|are you an ai|"
    "are you chatgpt|are you a machine|am i talking to a|am i chatting with a|"
    "who am i talking to|who am i speaking to|what is your name|what's your name|"
    "do you have a name|who made you|who built you|who created you|is this a bot|is this a human",
    "help": "help|what can you do|what can you help|what can you answer|what can i ask|"
    "what should i ask|what do you know|what do you do|how do you work|how does this work|"
    "how does this chat work|how can you help|can you help|i need help",
    "greeting": "hi|hii|hey|hello|helo|howdy|yo|greetings|good morning|good afternoon|"
    "good evening|good day|morning|evening",
}
# The same in Urdu, Spanish, German, French and Chinese.
_IN_OTHER_LANGUAGES: Mapping[SmallTalk, str] = {
    "thanks": "shukria|shukriya|bohat shukriya|bahut shukriya|meherbani|jazakallah|شکریہ|بہت شکریہ|"
    "مہربانی|جزاک اللہ|gracias|muchas gracias|danke|danke schön|vielen dank|merci|"
    "merci beaucoup|谢谢|多谢|感谢|謝謝",
    "farewell": "khuda hafiz|allah hafiz|خدا حافظ|اللہ حافظ|ciao|adios|adiós|hasta luego|"
    "buenas noches|bis bald|bonne journée|auf wiedersehen|tschüss|tschuess|au revoir|"
    "à bientôt|再见|再見|拜拜",
    "wellbeing": "kya haal hai|kaise ho|kaise hain aap|aap kaise hain|کیا حال ہے|آپ کیسے ہیں|"
    "کیسے ہو|cómo estás|como estas|qué tal|que tal|wie geht's|wie geht es dir|"
    "wie geht es ihnen|ça va|ca va|comment allez vous|你好吗|最近怎么样",
    "identity": "aap kaun hain|aap kon ho|tum kaun ho|tum kon ho|kya aap robot hain|آپ کون ہیں|"
    "تم کون ہو|کیا آپ روبوٹ ہیں|quién eres|quien eres|eres un robot|wer bist du|"
    "wer sind sie|bist du ein bot|qui es tu|qui êtes vous|es tu un robot|你是谁|你是机器人吗",
    "help": "madad|meri madad karo|مدد|میری مدد کریں|ayuda|qué puedes hacer|que puedes hacer|"
    "hilfe|was kannst du|aide|aidez moi|que peux tu faire|帮助|你能做什么|你会什么",
    "greeting": "salam|salaam|assalam|assalamualaikum|asalam|aoa|walaikum|namaste|السلام|سلام|"
    "وعلیکم|آداب|ہیلو|ہائے|hola|buenas|buenos días|buenos dias|buenas tardes|hallo|servus|"
    "guten tag|guten morgen|guten abend|bonjour|bonsoir|salut|你好|您好|早上好|嗨",
}
_LEADING = "ok|okay|great|perfect|cool|super|alright|well|oh|so|and|many|hi|hey|hello|no"
_FILLERS = frozenset(
    """there again everyone all folks team bot robot mate friend sir madam buddy today now
    please so very much you u lot a alaikum alaykum o walaikum and then for the your help
    that it this was is helpful soon tomorrow later everything dear me here about do i doing
    going person human machine real ai or computer chatbot guys day night one weekend
    evening us with lots million chat always alikum wa عليكم علیکم assalam السلام
    ji bhai yaar sahib جی بھائی یار صاحب amigo amigos zusammen sehr monsieur madame 啊 呀
    你 dir ihnen bien bitte karo کریں""".split()
)

_POINTING = frozenset(("it", "that", "this", "then"))


def _pattern() -> re.Pattern[str]:
    """A group for each kind of small talk, its phrases spelt as `words` gives them."""
    kinds = []
    for kind, phrases in _OPENINGS.items():
        all_phrases = f"{phrases}|{_IN_OTHER_LANGUAGES[kind]}".split("|")
        spelt = sorted((" ".join(words(one)) for one in all_phrases), key=len, reverse=True)
        kinds.append(f"(?P<{kind}>{'|'.join(map(re.escape, spelt))})")
    return re.compile(rf"^(?:(?:{_LEADING}) )*?(?:{'|'.join(kinds)})(?= |$)")


_PATTERN = _pattern()
_GREETED = re.compile(
    r"\s*(?:hi|hey|hello|good (?:morning|afternoon|evening)|salaa?m|dear \w+|hola|buenas|"
    r"buenos días|buenas tardes|hallo|guten (?:tag|morgen|abend)|bonjour|bonsoir|salut|"
    r"assalam o alaikum|سلام|السلام علیکم|السلام عليكم|你好|您好)"
    r"(?: there| all)?\s*[,.!:،。！\uff0c\uff1a-]+\s*",
    re.IGNORECASE,
)


def small_talk(question: str, *, is_first: bool = True) -> SmallTalk | None:
    """Which small talk the whole question is; None where it also asks something.

    "What should I ask about that?" points back to a question where one came before it.
    """
    text = " ".join(words(question))
    if not text or len(text.split()) > MAX_WORDS:
        return None
    match = _PATTERN.match(text)
    rest = set(text[match.end() :].split()) if match else set()
    if not match or not rest <= _FILLERS:
        return None
    if match.lastgroup == "help" and rest & _POINTING and not is_first:
        return None
    return match.lastgroup  # type: ignore[return-value]


def without_greeting(question: str) -> str:
    """The question behind an opening "Hi," or "Hello there!"; as it is where nothing follows."""
    match = _GREETED.match(question)
    rest = question[match.end() :] if match else ""
    return rest if len(words(rest)) >= 2 else question
