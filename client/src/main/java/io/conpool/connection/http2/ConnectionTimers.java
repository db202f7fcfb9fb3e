package io.conpool.connection.http2;

import java.time.Duration;

import io.conpool.connection.LoopTimer;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What a connection waits for: the peer's SETTINGS and its acknowledgement of ours (RFC
 * 9113 section 6.5.3). Confined to the connection's event loop.
 */
final class ConnectionTimers {

	private final LoopTimer timer;

	private Scheduler.@Nullable Task settings;

	private Scheduler.@Nullable Task settingsAck;

	ConnectionTimers(LoopTimer timer) {
		this.timer = timer;
	}

	/** Our SETTINGS are on their way. */
	void awaitSettings(Duration limit, Runnable onTimeout) {
		this.settings = this.timer.schedule(limit, onTimeout);
		this.settingsAck = this.timer.schedule(limit, onTimeout);
	}

	void settingsArrived() {
		this.settings = cancelled(this.settings);
	}

	/** False if no acknowledgement was due. */
	boolean settingsAcknowledged() {
		boolean due = this.settingsAck != null;
		this.settingsAck = cancelled(this.settingsAck);
		return due;
	}

	boolean isSettingsDue() {
		return this.settings != null || this.settingsAck != null;
	}

	void stop() {
		this.settings = cancelled(this.settings);
		this.settingsAck = cancelled(this.settingsAck);
	}

	private static Scheduler.@Nullable Task cancelled(Scheduler.@Nullable Task task) {
		if (task != null) {
			task.cancel();
		}
		return null;
	}

}
