"""A Bot API server on loopback, as strict as the real one, with faults that a test scripts.

Everything happens in the event loop of one thread; tests read the attributes and change through methods.
"""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

import httpx
import uvicorn
from bot_api_http import body_of, error, parameters_of
from bot_api_methods import METHODS, PARAMETERS
from bot_api_rules import Refused, bad, parsed
from starlette.responses import JSONResponse, PlainTextResponse, Response

TOKEN = "7000000001:AAE-a_token_of_the_loopback_server_0"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_PATH = re.compile(r"/bot(?P<token>\d+:[\w-]{20,})/(?P<method>\w+)")
# Kinds of updates that a bot gets only if it names them.
_UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
_LONGEST_POLL = 50


@dataclass(frozen=True)
class Call:
    """A request of the bot: when it came, what it was, what was answered."""

    at: float
    method: str
    parameters: dict[str, str]
    result: object = None
    code: int = 200
    description: str = ""


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of a method that `when` holds for."""

    method: str
    kind: str  # "answer": an error of the server's; "drop": unread; "lose": done, unanswered; "hold"
    times: int = 1
    when: Callable[[dict], bool] = lambda parameters: True
    code: int = 0
    description: str = ""
    parameters: dict[str, object] = field(default_factory=dict)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    met: list[float] = field(default_factory=list)


@dataclass
class Webhook:
    """Where updates are delivered to."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""


class BotApi:
    """The server of one bot; `with BotApi() as api` runs it."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.me = {
            "id": int(token.split(":")[0]), "is_bot": True, "first_name": "楚怡", "username": "chuyi_test_bot",
            "can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True,
        }  # fmt: skip
        self.calls: list[Call] = []
        self.refused: list[Call] = []
        self.unauthorized: list[str] = []
        self.faults: list[Fault] = []
        self.chats: dict[int, dict] = {}
        self.blocked: set[int] = set()
        self.messages: dict[int | str, dict[int, dict]] = {}
        self.callbacks: dict[str, dict] = {}
        self.inline_queries: dict[str, dict] = {}
        self.commands: dict[tuple[str, str], list[dict]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.webhook = Webhook()
        self.allowed: list[str] = []
        self.pending: list[dict] = []
        # What stands before the web server: the address that Telegram is told → the one that listens.
        self.proxied: dict[str, str] = {}
        self.delivered: list[int] = []
        self._again: list[dict] = []
        self.polls = 0
        self._poll: asyncio.Future | None = None
        self._queues: dict[object, asyncio.Task] = {}
        self._next_update = 880_000_001
        self.changed = threading.Condition()
        self.on_call: Callable[[Call], object] = lambda call: None
        self._transports: set[asyncio.Transport] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._port = 0

    def __enter__(self) -> "BotApi":
        self._thread.start()
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    # For the test

    def run(self, work):
        """Return what a coroutine or a function came to in the server's loop."""

        async def call():
            return work()

        if threading.current_thread() is self._thread:
            return work()
        coroutine = work if asyncio.iscoroutine(work) else call()
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    def until(self, holds: Callable[[], object], what: str, timeout: float = 20):
        """Wait until something holds and return it."""
        end = time.monotonic() + timeout
        with self.changed:
            while time.monotonic() < end:
                if found := holds():
                    return found
                # Not all that a test waits for happens here: a process ends, a row is written.
                self.changed.wait(0.1)
        last = "\n".join(f"  {c.method} {c.parameters} → {c.code} {c.description}" for c in self.calls[-8:])
        raise AssertionError(f"waited in vain for {what}; the last calls:\n{last}\nrefused: {self.refused}")

    def fail(self, method: str, kind: str = "answer", **more: object) -> Fault:
        """Let calls go wrong, see Fault."""
        fault = Fault(method.lower(), kind, **more)
        self.run(lambda: self.faults.append(fault))
        return fault

    def release(self, fault: Fault) -> None:
        """Let held calls go on, and end the fault."""
        self.run(lambda: (self.faults.remove(fault), fault.released.set()))

    def update(self, kind: str, value: dict) -> int:
        """Put an update into the queue; return its id."""
        return self.run(lambda: self._push(kind, value))

    def deliver_again(self, update: dict) -> None:
        """Deliver an update once more, confirmed or not."""

        def push() -> None:
            self.pending.append(update) if self.webhook.url else self._again.append(update)
            self._wake()

        self.run(push)

    def go_away(self) -> None:
        """Break every connection and listen no more."""

        async def end() -> None:
            self._server.should_exit = self._server.force_exit = True
            for transport in [*self._transports]:
                transport.abort()
            await self._serving

        self.run(end())

    def come_back(self) -> None:
        """Listen, on the port as before."""
        # With the protocol named, asyncio sends small answers at once instead of waiting 40 ms for more.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        listening.listen(1024)
        self._port = listening.getsockname()[1]

        async def begin() -> None:
            config = uvicorn.Config(self, log_level="critical", lifespan="off", http="h11", ws="none")
            self._server = uvicorn.Server(config)
            self._serving = asyncio.create_task(self._server.serve([listening]))

            while not self._server.started:
                await asyncio.sleep(0.001)

        self.run(begin())

    # The server

    async def _end(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def __call__(self, scope, receive, send) -> None:
        """Answer one request."""
        # The request's own object, the only way to its connection, which faults break.
        transport = receive.__self__.transport
        self._transports.add(transport)
        try:
            parameters = parameters_of(scope, await body_of(receive))
            if response := await self._answer(scope["path"], parameters, receive, transport):
                await response(scope, receive, send)
        finally:
            self._transports.discard(transport)

    async def _answer(self, path: str, parameters: dict, receive, transport) -> Response | None:
        at, address = time.monotonic(), _PATH.fullmatch(path)
        if not address or address["token"] != self.token:
            self.unauthorized.append(path)
            return error(401, "Unauthorized") if address else error(404, "Not Found")
        method = address["method"].lower()
        fault = next((f for f in self.faults if f.method in (method, "*") and f.when(parameters)), None)
        if fault:
            response = await self._meet(fault, transport)
            if response or transport.is_closing():
                return response
        try:
            result = await self._do(method, parameters, receive)
        except Refused as refused:
            if transport.is_closing():
                return None
            call = Call(at, method, parameters, None, refused.code, refused.description)
            self._record(self.refused, call)
            return error(refused.code, refused.description, refused.parameters)
        # A message is edited in place later; what was answered now stays as it is.
        self._record(self.calls, Call(at, method, parameters, deepcopy(result)))
        if fault and fault.kind == "lose":
            transport.abort()
            return None
        return JSONResponse({"ok": True, "result": result})

    async def _meet(self, fault: Fault, transport) -> Response | None:
        fault.met.append(time.monotonic())
        self.notify()
        if fault.kind == "hold":
            await fault.released.wait()
            return None
        fault.times -= 1
        if fault.times == 0:
            self.faults.remove(fault)
        if fault.kind == "drop":
            transport.abort()
        if fault.kind != "answer":
            return None
        if fault.code >= 500:
            return PlainTextResponse("<html><body>Bad Gateway</body></html>", fault.code)
        retry = fault.parameters.get("retry_after")
        return error(
            fault.code, fault.description or f"Too Many Requests: retry after {retry}", fault.parameters
        )

    async def _do(self, method: str, parameters: dict, receive) -> object:
        if method == "getupdates":
            return await self._get_updates(parameters, receive)
        if method not in METHODS:
            raise Refused(404, "Not Found: method not found")
        if unknown := set(parameters) - PARAMETERS[method]:
            raise bad(f"unknown parameters {sorted(unknown)}")
        result = METHODS[method](self, parameters)
        if method in ("setwebhook", "deletewebhook"):
            self._wake()
        return result

    def _record(self, where: list[Call], call: Call) -> None:
        where.append(call)
        self.on_call(call)
        self.notify()

    def notify(self) -> None:
        with self.changed:
            self.changed.notify_all()

    # Updates

    def _push(self, kind: str, value: dict) -> int:
        number, self._next_update = self._next_update, self._next_update + 1
        if (kind in self.allowed) if self.allowed else (kind not in _UNASKED):
            self.pending.append({"update_id": number, kind: value})
            self._wake()
        return number

    def _wake(self) -> None:
        if self.webhook.url:
            self._deliver()
        elif self._poll and not self._poll.done():
            self._poll.set_result(None)

    async def _get_updates(self, p: dict, receive) -> list[dict]:
        if self.webhook.url:
            advice = "use deleteWebhook to delete the webhook first"
            raise Refused(409, f"Conflict: can't use getUpdates method while webhook is active; {advice}")
        if self._poll and not self._poll.done():
            advice = "make sure that only one bot instance is running"
            said = f"Conflict: terminated by other getUpdates request; {advice}"
            self._poll.set_exception(Refused(409, said))
        limit, timeout = int(p.get("limit", 100)), min(float(p.get("timeout", 0)), _LONGEST_POLL)
        if "allowed_updates" in p:
            self.allowed = parsed(p["allowed_updates"], "allowed_updates")
        self._confirm(int(p.get("offset", 0)))
        if not (self.pending or self._again) and timeout:
            await self._next_push(timeout, receive)
        again, self._again = self._again, []
        given = (again + self.pending)[: max(1, min(limit, 100))]
        self.delivered += [update["update_id"] for update in given]
        return given

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    async def _next_push(self, timeout: float, receive) -> None:
        """Wait for an update, for the poll's end, or for the bot to hang up."""
        poll = self._poll = self._loop.create_future()
        hung_up = asyncio.ensure_future(receive())
        self.polls += 1
        self.notify()
        try:
            await asyncio.wait({poll, hung_up}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            if poll.done():
                poll.result()
        finally:
            hung_up.cancel()
            if self._poll is poll:
                self._poll = None

    def _deliver(self) -> None:
        """Deliver to the webhook: one update at a time for each chat, chats side by side."""
        for queue in {_queue(update) for update in self.pending} - {*self._queues}:
            self._queues[queue] = asyncio.create_task(self._deliver_queue(queue))

    async def _deliver_queue(self, queue: object) -> None:
        pause = 0.05
        try:
            async with httpx.AsyncClient(timeout=20, verify=False) as client:
                while self.webhook.url and (waiting := [u for u in self.pending if _queue(u) == queue]):
                    if await self._post(client, waiting[0]):
                        self.pending.remove(waiting[0])
                        pause = 0.05
                    else:
                        await asyncio.sleep(pause)
                        pause = min(pause * 2, 1)
                    self.notify()
        finally:
            del self._queues[queue]

    def _listening(self) -> str:
        public = next((public for public in self.proxied if self.webhook.url.startswith(public)), "")
        return self.proxied.get(public, "") + self.webhook.url.removeprefix(public)

    async def _post(self, client: httpx.AsyncClient, update: dict) -> bool:
        secret = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        self.delivered.append(update["update_id"])
        try:
            response = await client.post(self._listening(), json=update, headers=secret)
        except httpx.HTTPError as error:
            self.webhook.last_error = f"Connection failed: {error}"
            return False
        if not response.is_success:
            said = f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
            self.webhook.last_error = said
        return response.is_success


def _queue(update: dict) -> object:
    """Return what an update waits behind: its chat, or its sender."""
    value = next(value for key, value in update.items() if key != "update_id")
    message = value.get("message", value)
    return message["chat"]["id"] if "chat" in message else value["from"]["id"]
