"""What every suite shares: one Hypothesis profile, and a way to import what tests share."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

# Under ``--import-mode=importlib`` nothing is on the path by itself, however pytest was started.
_ROOT = str(Path(__file__).parents[1])
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)

settings.register_profile(
    "witnessmark",
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("witnessmark")
