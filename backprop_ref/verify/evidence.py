"""What speaks for a mistake and against it: the bounds of the wrong formula, and what others said that is right.

    Evidence     of some failed answers, and of right ones beside them
"""

from __future__ import annotations

from ..numbers import same_shape
from .judge_values import bounds_of, marks_of
from .prediction import Predictor, agrees, confirmed, rounded_so, size_of
from .rehearsal import Rehearsal, Work, noise_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

    from ..mistakes import Mistake
    from .failed import Failed

    Mistakes = Tuple[Mistake, ...]
    Values = Dict[str, Any]


class Evidence:
    """For and against mistakes in these failed answers.

    passed: some right answers, index → values.  sound: what answers said in a stage that is right.
    """

    def __init__(self, rehearsal: Rehearsal, passed: Dict[int, Values], sound: Sequence[Failed]) -> None:
        self.rehearsal = rehearsal
        self.failed = rehearsal.failed
        self.precision = rehearsal.precision
        self.passed = passed
        self.sound = sound
        self._bounds: Dict[int, Values] = {}

    def refuted(self, mistakes: Mistakes, indices: Sequence[int], bound_needed: bool) -> Set[int]:
        """Those of these failed answers whose numbers do not lie within the wrong formula's own bound."""
        some = [self.failed[index] for index in indices]
        if not self.has_bounds(mistakes):  # but the right answer is no mistake
            right = self.rehearsal.right_answer
            return {one.index for one in some if agrees(one.said, right(one.index), self.precision)}
        return {one.index for one in some if not self.confirms(mistakes, one, bound_needed)}

    def has_bounds(self, mistakes: Mistakes) -> bool:
        """Can bounds be derived for what these mistakes answer?

        Not from a candidate's own numbers, whose bounds nobody knows, nor through state, nor in a quotient's noise.
        """
        whole = not any(one.own for one in self.failed.values())
        usual = not any(mistake.stateful or noise_of(mistake) for mistake in mistakes)
        return whole and usual and Predictor(mistakes).possible

    def confirms(self, mistakes: Mistakes, one: Failed, bound_needed: bool) -> bool:
        """Does an answer lie within the bounds of the mistakes in one of their forms?

        bound_needed: these have to be narrower than the answer is wrong.
        """
        for form in mistakes[0].forms():
            written = form.kind == "precision" and not form.replacements()
            self.rehearsal.work.spend(size_of(one.case), 1 if written else Work.BOUNDED)
            if written:
                if rounded_so(one.values, form, one.case, self._right_bounds(one.index)):
                    return True
                continue
            predictor = Predictor((form, *mistakes[1:]))
            wrong = one.wrong if bound_needed else ()
            if predictor.possible and confirmed(one.values, predictor, one.case, self.precision, wrong):
                return True
        return False

    def against(self, mistakes: Mistakes, explained: Sequence[int]) -> List[int]:
        """The right answers, or what was right in this stage, that would have been wrong with these mistakes, in those
        of their forms that explain some of these failed answers.
        """
        if any(mistake.stateful for mistake in mistakes):
            return []
        forms = self._at_work(mistakes, explained)

        def predicted(index: int) -> Iterable[Optional[Values]]:
            if len(mistakes) > 1:
                return self.rehearsal.predicted(mistakes, index)
            return (self.rehearsal.single(form, index) for form in forms)

        return [
            index for index, values in self.passed.items()
            if all(self._would_show(one, index, list(values)) for one in predicted(index))
        ] + [
            part.index for part in self.sound
            if not any(agrees(part.said, one, self.precision) for one in predicted(part.index))
        ]

    def _at_work(self, mistakes: Mistakes, explained: Sequence[int]) -> List[Mistake]:
        """The forms of one mistake that explain some of these answers; all, where none does exactly."""
        forms = mistakes[0].forms()
        return [form for form in forms if any(self._is(form, index) for index in explained)] or forms

    def _is(self, form: Mistake, index: int) -> bool:
        """Does this form alone reproduce a failed answer?"""
        said, sieve = self.failed[index].said, self.rehearsal.sieve(index)
        return agrees(said, self.rehearsal.single(form, index), self.precision, sieve)

    def _would_show(self, predicted: Optional[Values], index: int, fields: Sequence[str]) -> bool:
        """Would the predicted answer have been found wrong, in these fields?"""
        if predicted is None:
            return True
        bounds = self._right_bounds(index)
        said = {field: predicted.get(field) for field in fields}
        if not all(same_shape(value, bounds[field]) for field, value in said.items()):
            return True
        return bool(marks_of(said, bounds, self.precision).wrong)

    def _right_bounds(self, index: int) -> Values:
        if index not in self._bounds:
            self._bounds[index] = bounds_of(self.rehearsal.asked[index], self.precision)
        return self._bounds[index]
