package io.conpool.call;

import java.time.Duration;
import java.util.Objects;

import io.conpool.http.H2Request;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of calls. Immutable.
 */
record CallLimits(Duration request, Duration response, Duration idle, Duration unread) {

	static CallLimits of(CallConfig config) {
		return new CallLimits(config.requestTimeout(), config.responseTimeout(), config.idleTimeout(),
				config.unreadTimeout());
	}

	/** Those of one call: the request's own where it has some. */
	CallLimits forRequest(H2Request wanted) {
		if (wanted.timeout() == null && wanted.responseTimeout() == null && wanted.idleTimeout() == null) {
			return this;
		}
		return new CallLimits(Objects.requireNonNullElse(wanted.timeout(), this.request),
				Objects.requireNonNullElse(wanted.responseTimeout(), this.response),
				Objects.requireNonNullElse(wanted.idleTimeout(), this.idle), this.unread);
	}

	@Nullable Duration of(CallClock.Phase phase) {
		return switch (phase) {
			case UNBOUNDED -> null;
			case RESPONSE -> this.response;
			case CONTENT -> this.idle;
			case READER -> this.unread;
		};
	}

	long shortestPhaseNanos() {
		return Math.min(this.response.toNanos(), Math.min(this.idle.toNanos(), this.unread.toNanos()));
	}

}
