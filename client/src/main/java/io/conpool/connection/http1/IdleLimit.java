package io.conpool.connection.http1;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.conpool.connection.LoopTimer;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * How long the server keeps an idle connection, where its responses say so by
 * {@code Keep-Alive: timeout} (RFC 2068 section 19.7.1.1). The connection ends a second
 * earlier, so that no request meets the server's end on its way. One timer serves all
 * requests: it looks whether the connection was used meanwhile. Confined to the
 * connection's event loop.
 */
final class IdleLimit {

	private static final long MARGIN_NANOS = Duration.ofSeconds(1).toNanos();

	// What has more digits is no limit that matters.
	private static final Pattern TIMEOUT = Pattern.compile("(?:^|,)\\s*timeout=([0-9]{1,6})\\s*(?:,|$)",
			Pattern.CASE_INSENSITIVE);

	private final LoopTimer timer;

	private final Runnable onTooLong;

	private boolean busy;

	// Negative where the server says nothing.
	private long limitNanos = -1;

	private long idleSinceNanos;

	private Scheduler.@Nullable Task next;

	IdleLimit(LoopTimer timer, Runnable onTooLong) {
		this.timer = timer;
		this.onTooLong = onTooLong;
	}

	/** An exchange begins. */
	void busy() {
		this.busy = true;
	}

	/** Takes note of a response's field. */
	void hint(@Nullable String keepAlive) {
		long seconds = seconds(keepAlive);
		long limit = (seconds >= 0) ? Math.max(0, Duration.ofSeconds(seconds).toNanos() - MARGIN_NANOS) : -1;
		if (limit != this.limitNanos) {
			stop();
			this.limitNanos = limit;
		}
	}

	private static long seconds(@Nullable String keepAlive) {
		if (keepAlive == null) {
			return -1;
		}
		Matcher timeout = TIMEOUT.matcher(keepAlive);
		return timeout.find() ? Integer.parseInt(timeout.group(1)) : -1;
	}

	/** Whether the server ends the connection too soon for another request. */
	boolean isTooShort() {
		return this.limitNanos == 0;
	}

	/** An exchange has ended. */
	void idle() {
		this.busy = false;
		this.idleSinceNanos = this.timer.nanoTime();
		if (this.limitNanos > 0 && this.next == null) {
			lookIn(this.limitNanos);
		}
	}

	private void lookIn(long nanos) {
		this.next = this.timer.schedule(Duration.ofNanos(nanos), this::look);
	}

	private void look() {
		if (this.next == null) {
			return;
		}
		this.next = null;
		// In use it is looked after again when that has ended.
		if (!this.busy) {
			long left = this.limitNanos - (this.timer.nanoTime() - this.idleSinceNanos);
			if (left > 0) {
				lookIn(left);
			}
			else {
				this.onTooLong.run();
			}
		}
	}

	void stop() {
		if (this.next != null) {
			this.next.cancel();
			this.next = null;
		}
	}

}
