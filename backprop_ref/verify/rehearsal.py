"""What programs with mistakes would have said in the place of failed answers, computed once and remembered.

    Rehearsal    the predictions for some failed answers, and which of these answers they reproduce
    Work         how much may be computed
"""

from __future__ import annotations

from .prediction import SIEVE, Predictor, Said, agrees, differs, size_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional, Sequence, Tuple

    from ..cases import Case
    from ..mistakes import Mistake
    from .failed import Failed

    Mistakes = Tuple[Mistake, ...]
    Values = Dict[str, Any]

FINEST = 1e-6  # how much finer the sieve may become: then it is that of rounding itself
CLEARLY = 10  # times as wide, and the right answer would still fall through
LONG_STATE = 60  # cases through which state is followed


class Work:
    """What a search has cost so far: nearly microseconds on a usual machine, but counted, and so the same on each.

    >>> work = Work(100)
    >>> work.spend(60), work.over, work.spend(60), work.over
    (None, False, None, True)
    """

    BOUNDED = 10  # times as long as without bounds

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.spent = 0.0

    def spend(self, size: int, times: int = 1) -> None:
        """A prediction of a case of that size was made, or something that takes so many times as long."""
        self.spent += times * (60 + size / 2)

    @property
    def over(self) -> bool:
        """Has it been enough?"""
        return self.spent >= self.limit


class Rehearsal:
    """The predictions for these failed answers, index → Failed, of all the cases that were asked, in their order.

    others: the numbers that a stage of other answers starts from, by the index of their cases.
    """

    def __init__(
        self, asked: Sequence[Case], failed: Dict[int, Failed], precision: str, work: Work,
        others: Optional[Dict[int, Values]] = None,
    ) -> None:
        self.asked = asked
        self.failed = failed
        self.precision = precision
        self.work = work
        self._own = {**(others or {}), **{index: one.own for index, one in failed.items()}}
        self._predictions: Dict[Tuple[Any, int], Optional[Values]] = {}
        self._courses: Dict[Any, Dict[int, Optional[Values]]] = {}
        self._sieves: Dict[int, float] = {}
        self._rights: Dict[int, Said] = {}
        self._shown: Dict[Tuple[Any, int], bool] = {}

    def agree(self, mistakes: Mistakes, index: int, sieve: Optional[float] = None) -> bool:
        """Do the mistakes, in one of their forms, reproduce this answer?"""
        said = self.failed[index].said
        sieve = sieve or self.sieve(index)
        for mistake in mistakes:
            if mistake.equation == "3":
                sieve = max(sieve, noise_of(mistake))
        for predicted in self.predicted(mistakes, index):
            if agrees(said, predicted, self.precision, sieve):
                return True
        return False

    def shows(self, mistakes: Mistakes, index: int) -> bool:
        """Would these mistakes, in one of their forms, have changed anything of what was said?"""
        if len(mistakes) > 1 or mistakes[0].stateful:
            return any(self._differs(one, index) for one in self.predicted(mistakes, index))
        key = mistakes[0].label, index
        if key not in self._shown:
            forms = mistakes[0].forms()
            self._shown[key] = any(self._differs(self.single(form, index), index) for form in forms)
        return self._shown[key]

    def _differs(self, predicted: Optional[Values], index: int) -> bool:
        """Is a prediction another than the right answer, in what was said?"""
        if index not in self._rights:
            right = self.right_answer(index) or {}
            self._rights[index] = Said({field: right[field] for field in self.failed[index].values if field in right})
        return not agrees(self._rights[index], predicted, self.precision)

    def sieve(self, index: int) -> float:
        """The sieve for one failed answer: so fine that the right answer, and all that it hides, clearly falls through.
        """
        if index not in self._sieves:
            sieve, said, right = SIEVE[self.precision], self.failed[index].said, self.right_answer(index)
            while sieve > FINEST * SIEVE[self.precision] and agrees(said, right, self.precision, CLEARLY * sieve):
                sieve = sieve / 10
            self._sieves[index] = sieve
        return self._sieves[index]

    def predicted(self, mistakes: Mistakes, index: int) -> Iterator[Optional[Values]]:
        """The answers of a program with these mistakes to a case, in each of their forms."""
        if len(mistakes) == 1 and not mistakes[0].stateful:
            for form in mistakes[0].forms():
                yield self._remembered(form.label, (form,), index)
        elif any(mistake.stateful for mistake in mistakes):
            for course in [(form,) for form in mistakes[0].forms()] if len(mistakes) == 1 else [mistakes]:
                yield self._course(course).get(index)
        else:
            yield self.both(mistakes, index)

    def _course(self, mistakes: Mistakes) -> Dict[int, Optional[Values]]:
        """The answers of mistakes with state, from the first case on, remembered."""
        key = tuple(mistake.label for mistake in mistakes)
        if key not in self._courses:
            predictor = Predictor(mistakes)
            last = min(max(self.failed, default=-1), LONG_STATE) if predictor.possible else -1
            self._courses[key] = {index: self.computed(predictor, index) for index in range(last + 1)}
        return self._courses[key]

    def single(self, mistake: Mistake, index: int) -> Optional[Values]:
        """The answer of one mistake without state, remembered."""
        return self._remembered(mistake.label, (mistake,), index)

    def computed_alone(self, mistake: Mistake, index: int) -> Optional[Values]:
        """The answer of one mistake, not remembered; of one with state that after all the cases before."""
        predictor = Predictor((mistake,))
        answers = [self.computed(predictor, at) for at in range(0 if mistake.stateful else index, index + 1)]
        return answers[-1]

    def both(self, mistakes: Mistakes, index: int) -> Optional[Values]:
        """The answer of two mistakes without state."""
        predictor = Predictor(mistakes)
        if predictor.possible:
            return self.computed(predictor, index)
        right = self.right_answer(index)
        first, second = (self.single(mistake, index) for mistake in mistakes)
        return None if right is None else mixed(first, second, right)

    def right_answer(self, index: int) -> Optional[Values]:
        """That of a program without a mistake."""
        return self._remembered(None, (), index)

    def _remembered(self, key: Any, mistakes: Mistakes, index: int) -> Optional[Values]:
        try:
            return self._predictions[key, index]
        except KeyError:
            predicted = self._predictions[key, index] = self.computed(Predictor(mistakes), index)
            return predicted

    def computed(self, predictor: Predictor, index: int) -> Optional[Values]:
        """What this predictor says of a case."""
        effort = max((mistake.effort for mistake in predictor.mistakes), default=1)
        self.work.spend(size_of(self.asked[index]), effort)
        return predictor.answer(self.asked[index], self._own.get(index))


def noise_of(mistake: Mistake) -> float:
    """How far rounding moves what a mistake answers, relatively, where that is more than usual: in quotients (3)."""
    return 2.0**-48 / abs(mistake.value) if mistake.equation == "3" and mistake.value else 0.0


def mixed(first: Optional[Values], second: Optional[Values], right: Values) -> Optional[Values]:
    """Two mistakes that replace the same rule but show in different fields: each field from the one that shows there.

    None where both show in one field.

    >>> mixed({"cost": 2.0, "outputs": [[1.0]]}, {"cost": 1.0, "outputs": [[3.0]]}, {"cost": 1.0, "outputs": [[1.0]]})
    {'cost': 2.0, 'outputs': [[3.0]]}
    """
    if first is None or second is None:
        return None
    result = {}
    for field, value in right.items():
        if not differs(first, right, [field]):
            result[field] = second.get(field)
        elif not differs(second, right, [field]):
            result[field] = first.get(field)
        else:
            return None
    return result
