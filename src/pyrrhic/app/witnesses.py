"""Where a figure of the record was read, in words: at what remove from its work, and in which edition, archive or data set."""

from pyrrhic.app.language import Language
from pyrrhic.record.added import is_users
from pyrrhic.record.load import Observation
from pyrrhic.record.registers import witnesses
from pyrrhic.record.tables import SEEN


def witness_in_words(seen_in: str, say: Language) -> str:
    """What was read for a figure, by the key of the register; nothing where that is the work itself or is not known."""
    witness = witnesses().get(seen_in)
    return ", ".join(say(part) for part in (witness.what, witness.where) if part) if witness else say(seen_in)


def place_seen(figure: Observation, say: Language) -> str:
    """How a figure was read and what was read for it, in sentences; of a user's figure the file that adds it.

    "Read as another work quotes it. Seen in: D. Filtzer, Soviet Workers and Stalinist Industrialization (1986)"
    """
    file, witness = figure.place.rpartition(":")[0], witness_in_words(figure.seen_in, say)
    how = say("Added with the file {file}", file=file) if is_users(figure) else say.pick(SEEN[figure.seen])
    sentence = how[:1].upper() + how[1:]
    return f"{sentence}. {say('Seen in: {witness}', witness=witness)}" if witness else sentence
