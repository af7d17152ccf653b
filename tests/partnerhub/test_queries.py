"""What the ground floor's pages read."""

from partnerhub import queries
from partnerhub.listing import Query
from tests.factories import JobFactory, PartnerFactory


def test_activity_shows_own_jobs_and_those_that_worked_for_this_partner_among_others(db: None) -> None:
    partner, other = PartnerFactory(), PartnerFactory()
    own = JobFactory(partner=partner)
    shared = JobFactory(partner=None, arguments={"partners": [other.mpn_id, partner.mpn_id]})
    JobFactory(partner=other)
    JobFactory(partner=None, arguments={"partners": [other.mpn_id]})

    assert list(queries.activity(partner, Query()).page.object_list) == [shared, own]
