"""What needs a look: a plain function of how everything stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.config.times import spelled
from crawler.monitoring.deletions import jumps
from crawler.monitoring.status import Overview
from crawler.scheduling.runs import Run, RunOutcome
from crawler.store.ledger import loss_told

_SCHEDULE_MARGIN = timedelta(minutes=5)  # a run may start late and take its time before it is missed
_LOSS_IS_TOLD = timedelta(days=1)  # then everybody knows
_LONGEST_SILENCE = timedelta(minutes=5)  # of a daemon that writes a heartbeat every ten seconds


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that needs a look, in two languages. `name` stays the same while it lasts."""

    name: str
    message: str
    vietnamese: str


def alarms(view: Overview) -> list[Alarm]:
    """Return what needs a look, most urgent first."""
    parts = (
        _daemon,
        _crawls,
        _ledger,
        _seeds,
        _disk,
        _network,
        _schedules,
        _texts,
        _outlets,
        _channels,
        _deletions,
    )
    return [alarm for part in parts for alarm in part(view)]


def alarms_of(views: Sequence[Overview]) -> list[Alarm]:
    """Return what needs a look with all corpora of one daemon; each thing once."""
    first, *others = views
    found = {alarm.name: alarm for alarm in alarms(first)}
    for view in others:
        for alarm in (*_network(view), *_outlets(view), *_channels(view), *_deletions(view)):
            found.setdefault(alarm.name, alarm)
        for alarm in (*_ledger(view), *_seeds(view), *_disk(view), *_texts(view)):
            corpus = view.config.corpus.name
            name = f"{alarm.name} of {corpus}"
            found[name] = Alarm(name, f"{corpus}: {alarm.message}", f"{corpus}: {alarm.vietnamese}")
    return list(found.values())


def _daemon(view: Overview) -> Iterator[Alarm]:
    daemon = view.daemon
    if daemon.cut_off:
        yield Alarm(
            "daemon",
            "the daemon ended without being told to; start it again",
            "chương trình nền đã tắt dù không ai yêu cầu; hãy khởi động lại",
        )
    elif daemon.alive and daemon.heartbeat and view.now - daemon.heartbeat > _LONGEST_SILENCE:
        since = _moment(view, daemon.heartbeat)
        yield Alarm(
            "daemon",
            f"the daemon gives no sign of life since {since}",
            f"chương trình nền không còn dấu hiệu hoạt động từ {since}",
        )
    if daemon.config_error:
        yield Alarm(
            "configuration",
            f"schedules.yaml is refused, the last good one stays: {daemon.config_error}",
            f"schedules.yaml không hợp lệ, bản đúng gần nhất vẫn được dùng: {daemon.config_error}",
        )


def _crawls(view: Overview) -> Iterator[Alarm]:
    why = "; ".join(one for one in view.no_crawl if one != view.daemon.config_error).replace("\n", "; ")
    if why:
        yield Alarm("crawl", f"no crawl can run: {why}", f"không thể chạy lần thu thập nào: {why}")


def _ledger(view: Overview) -> Iterator[Alarm]:
    if view.ledger.problem:
        yield Alarm("ledger", view.ledger.problem, f"không đọc được sổ cái: {view.ledger.problem}")
    lost_at = view.ledger.lost_at
    if lost_at and view.now - lost_at < _LOSS_IS_TOLD:
        since = _moment(view, lost_at)
        yield Alarm(
            "lost ledger",
            f"{loss_told(view.ledger.lost_seeds)} ({since})",
            f"sổ cái đã mất và được dựng lại từ các văn bản ({since}): danh sách chờ tải, kết cục của các "
            "trang và quyết định của người xem không còn, bài đã xóa có thể được tải lại; hãy khôi phục "
            "ledger.db từ bản sao lưu, nếu có"
            + (f"; {n} văn bản trong kho nay đều là bài mẫu" if (n := view.ledger.lost_seeds) else ""),
        )


def _seeds(view: Overview) -> Iterator[Alarm]:
    if loss := view.ledger.seed_loss:
        share = f"{loss.lost}/{loss.listed}"
        yield Alarm(
            "seeds",
            str(loss),
            f"{share} bài mẫu đã mất, rỗng hoặc hỏng, không còn định hình chủ đề; hãy khôi phục từ bản sao "
            "lưu, hoặc xóa hẳn các tệp ấy rồi chạy: gomtin verify --repair (cũng chấp nhận bài bạn đã sửa)",
        )


def _disk(view: Overview) -> Iterator[Alarm]:
    least = view.config.alarms.free_megabytes
    if view.free_megabytes < least:
        yield Alarm(
            "disk",
            f"the corpus's disk is nearly full: less than {least} MB are free",
            f"đĩa chứa kho sắp đầy: còn trống chưa tới {least} MB",
        )


def _network(view: Overview) -> Iterator[Alarm]:
    if view.ledger.network_down and view.ledger.replaced:
        yield Alarm(
            "network",
            "one page answered the last run in the place of every host; does our own network, or its proxy, "
            "want a login?",
            "lần chạy gần nhất một trang trả lời thay cho mọi máy chủ; mạng hoặc proxy của máy này có đòi "
            "đăng nhập không?",
        )
    elif view.ledger.network_down:
        yield Alarm(
            "network",
            "no host answered the last run; is the network of this machine, or its proxy, down?",
            "lần chạy gần nhất không máy chủ nào trả lời; hãy kiểm tra mạng hoặc proxy của máy này",
        )


def _schedules(view: Overview) -> Iterator[Alarm]:
    if not view.daemon.alive:
        return
    for line in view.lines:
        name = line.schedule.name
        longest = line.interval * view.config.alarms.intervals + _SCHEDULE_MARGIN
        success = line.last_success.started if line.last_success else line.seen
        if success and view.now - success > longest:
            last = f"{line.last.outcome}: {line.last.detail}" if line.last else ""
            since = _moment(view, success)
            yield Alarm(
                f"schedule {name}",
                f"{name} has not worked since {since}" + (f"; last time: {last}" if last else ""),
                f"lịch {name} chưa lần nào thành công từ {since}" + (f"; lần cuối: {last}" if last else ""),
            )
        elif line.last and _found_something(line.schedule.do, line.last):
            yield Alarm(
                f"schedule {name}",
                f"{name} found something: {line.last.detail}",
                f"lịch {name} tìm thấy điều cần xem lại: {line.last.detail}",
            )


def _found_something(do: str, last: Run) -> bool:
    """Crawls find trouble with outlets, which has alarms of its own; checks speak for themselves."""
    return do in ("verify", "check-outlets") and last.outcome is RunOutcome.LOOK


def _texts(view: Overview) -> Iterator[Alarm]:
    longest = view.config.alarms.no_text
    newest = view.ledger.newest_at
    if newest and view.lines and view.now - newest > longest:
        day = newest.astimezone(view.zone).date()
        yield Alarm(
            "no text",
            f"no new text for more than {spelled(longest)}, since {day.isoformat()}",
            f"đã hơn {spelled(longest)} chưa có văn bản mới, từ ngày {day:%d/%m/%Y}",
        )
    most = view.config.alarms.quarantined
    if view.ledger.waiting > most:
        yield Alarm(
            "quarantine",
            f"more than {most} texts wait for a person; see: gomtin quarantine",
            f"hơn {most} văn bản đang chờ người xem; hãy dùng lệnh: gomtin quarantine",
        )


def _outlets(view: Overview) -> Iterator[Alarm]:
    for outlet in view.ledger.outlets:
        runs = outlet.problems_in_a_row
        if runs >= view.config.alarms.outlet_runs:
            yield Alarm(
                f"outlet {outlet.name}",
                f"{outlet.name}: {outlet.problem}, {runs} runs in a row",
                f"báo {outlet.name}: {runs} lần chạy liền gặp trục trặc: {outlet.problem}",
            )


def _channels(view: Overview) -> Iterator[Alarm]:
    for outlet in view.ledger.outlets:
        if told := outlet.runs[-1].never_good:
            yield Alarm(
                f"channels of {outlet.name}",
                f"{outlet.name}: {'; '.join(told)}",
                f"báo {outlet.name}: có nguồn tin chưa lần nào cho tin, nên tắt: {'; '.join(told)}",
            )


def _deletions(view: Overview) -> Iterator[Alarm]:
    for outlet in view.ledger.outlets:
        for jump in jumps(outlet.runs):
            yield Alarm(
                f"deletions of {outlet.name}",
                f"{outlet.name}: prose of {jump.share:.0%} of the articles is dropped as {jump.rule}, of"
                f" {jump.before:.0%} before; see: gomtin why NUMBER --dropped",
                f"báo {outlet.name}: {jump.share:.0%} số bài bị bỏ câu vì quy tắc “{jump.rule}”, trước đây"
                f" {jump.before:.0%}; hãy dùng lệnh: gomtin why SỐ --dropped",
            )
            break


def _moment(view: Overview, moment: datetime) -> str:
    return moment.astimezone(view.zone).isoformat(" ", "seconds")
