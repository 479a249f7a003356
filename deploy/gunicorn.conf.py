"""How gunicorn serves Sclero: `gunicorn -c deploy/gunicorn.conf.py sclero.wsgi`."""

import os

bind = os.environ.get("SCLERO_BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 30  # seconds without a sign of life before a worker is replaced
graceful_timeout = 5
keepalive = 5
max_requests = 20_000  # a worker is replaced now and then, so that nothing can pile up in it for ever
max_requests_jitter = 2_000
limit_request_line = 4_094
accesslog = None  # who read what is nobody's business
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
