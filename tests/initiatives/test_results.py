"""Before and after: pairs only, nothing below five, and the numbers as they are."""

import pytest

from initiatives import results
from initiatives.models import Answer, Respondent
from tests.initiatives.course_factories import CourseFactory, EnrolmentFactory, StatementFactory, answered

pytestmark = pytest.mark.django_db


def test_only_pairs_count():
    course = CourseFactory()
    StatementFactory(course=course, text="J’ose.")
    answered(course, [(0, 2), (1, 4), (2, 2), (3, 2), (4, 4), (0, None), (None, 4)])

    [result] = results.of_course(course).statements

    assert (result.text, result.number, result.before, result.after) == ("J’ose.", 5, 2.0, 2.8)
    assert (result.rose, result.stayed, result.fell) == (2, 2, 1)
    assert result.bars == (200, 280)


def test_nothing_is_shown_below_five_pairs():
    course = CourseFactory(ended=True)
    StatementFactory(course=course)
    answered(course, [(0, 4)] * 4)

    found = results.of_course(course)

    assert (found.most, found.shown, found.are_few) == (4, [], False)


def test_few_are_said_to_be_few():
    course = CourseFactory()
    StatementFactory(course=course)
    answered(course, [(0, 4)] * 9)

    nine = results.of_course(course).are_few
    answered(course, [(0, 4)])

    assert (nine, results.of_course(course).are_few) == (True, False)


def test_answering_again_replaces_what_was_said():
    course = CourseFactory()
    statement, enrolment = StatementFactory(course=course), EnrolmentFactory(course=course)

    Respondent.record(enrolment, "avant", {statement: 1})
    Respondent.record(enrolment, "avant", {statement: 3})
    Respondent.record(enrolment, "apres", {statement: 4})

    assert sorted(Answer.objects.values_list("moment", "level")) == [("apres", 4), ("avant", 3)]


def test_results_cost_the_same_however_many_answered(django_assert_num_queries):
    course = CourseFactory()
    StatementFactory.create_batch(3, course=course)
    answered(course, [(1, 2)])

    with django_assert_num_queries(2):
        results.of_course(course)
    answered(course, [(1, 2)] * 5)
    with django_assert_num_queries(2):
        results.of_course(course)


def test_public_sees_results_once_the_course_is_over(client):
    course = CourseFactory(running=True)
    StatementFactory(course=course, text="J’ose dire non.")
    answered(course, [(0, 4)] * 5)

    running = client.get(course.get_absolute_url()).text
    course.end(by=None)
    over = client.get(course.get_absolute_url()).text

    assert "J’ose dire non." not in running
    assert "J’ose dire non." in over
    assert "5 personnes ont répondu avant et après : c’est peu" in over
    assert "En moyenne 0,0 avant, 4,0 après, sur 4." in over
    assert "style=" not in over
