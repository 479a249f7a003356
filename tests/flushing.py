"""Tests that commit for real, and empty the database behind themselves."""

from django.db import connection
from django.test import TransactionTestCase

from education.editorial import frozen


class CommittingTestCase(TransactionTestCase):
    """A test whose writes other threads and connections see; roles made by migrations come back afterwards."""

    serialized_rollback = True

    def _fixture_teardown(self):
        # Emptying deletes frozen rows too, which their triggers would refuse.
        frozen.drop_triggers(connection)
        super()._fixture_teardown()
        frozen.put_triggers(connection)
