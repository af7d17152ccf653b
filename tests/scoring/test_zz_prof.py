import cProfile, pstats, time
from datetime import date
from tests.scoring.evidence import BA, enterprise
from scoring import history, queries
from scoring.window import Window
def test_prof(db, tmp_path):
    p = enterprise(tmp_path)
    W = Window(date(2023,4,1), date(2023,9,25))
    t=time.perf_counter(); history.known_days(p, {BA: W}); print("cold", time.perf_counter()-t)
    history._remembered.clear()
    t=time.perf_counter(); history.known_days(p, {BA: W}); print("warm statements", time.perf_counter()-t)
    history._remembered.clear()
    pr=cProfile.Profile(); pr.enable(); history.known_days(p, {BA: W}); pr.disable()
    pstats.Stats(pr).sort_stats("cumtime").print_stats(35)
