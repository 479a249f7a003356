"""Redis as a cache that may fail: an error is a miss, and nothing secret depends on pickle."""

import json
import logging

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)


class JSONSerializer:
    """Values as JSON. Whole numbers stay bare, so that Redis can count with them."""

    def dumps(self, value):
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, value):
        return json.loads(value)


class ForgivingRedisCache(RedisCache):
    """Redis with every error turned into a miss: slower pages, never a failed one; nothing is asked twice."""

    def __init__(self, server, params):
        options = {"retry": Retry(NoBackoff(), 0)} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})

    def add(self, *args, **kwargs):
        return self._or(True, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._or(default, super().get, key, default, version)

    def set(self, *args, **kwargs):
        return self._or(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, super().delete, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._or({}, super().get_many, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._or([], super().set_many, data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._or(False, super().has_key, *args, **kwargs)

    def clear(self):
        return self._or(False, super().clear)

    def _or(self, miss, method, *args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            log.warning("The cache did not answer (%s); going on without it.", type(error).__name__)
            return miss
