"""What is counted while the program works, for Prometheus; docs/watching.md explains each.

Here stands what costs a counter where it happens. What would need a query is asked for when
somebody reads (`bot.web.metrics`). Labels are few and known beforehand: no chat, no person.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()
# Else every counter and histogram comes with a second series that holds when it was made.

_LATENCY = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Upper bounds of buckets, in seconds."""

UPDATES = Counter(
    "jinlin_updates", "Updates that arrived, by kind and what became of them", ["kind", "outcome"]
)
COMMIT = Histogram(
    "jinlin_update_commit_seconds", "From an update's arrival to its commit", buckets=_LATENCY
)
BATCH = Histogram(
    "jinlin_batch_updates",
    "Updates that were committed together",
    buckets=(1, 2, 5, 10, 20, 50, 100),
)
POOL_WAIT = Histogram(
    "jinlin_pool_wait_seconds",
    "From wanting to write in the database to being allowed to",
    buckets=(0.001, 0.0025, *_LATENCY),
)
CALLS = Counter(
    "jinlin_calls",
    "Calls to the messenger, by the urgency of their row and what became of them",
    ["channel", "urgency", "outcome"],
)
CALL = Histogram("jinlin_call_seconds", "How long the messenger took to answer", buckets=_LATENCY)
MESSAGES = Counter(
    "jinlin_messages", "Messages sent that count against the channel's limit", ["channel"]
)
LIMIT = Gauge(
    "jinlin_messages_limit",
    "Messages a second that the channel takes from this process",
    ["channel"],
)
ANSWER = Histogram(
    "jinlin_answer_seconds",
    "From an update's arrival until its answer is with the messenger",
    buckets=_LATENCY,
)
