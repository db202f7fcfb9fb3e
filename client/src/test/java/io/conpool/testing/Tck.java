package io.conpool.testing;

import java.nio.ByteBuffer;

import org.reactivestreams.tck.TestEnvironment;

/**
 * What the verifications of the Reactive Streams TCK have in common.
 */
public final class Tck {

	// Bounds a wait for something that must happen: only a failure takes as long.
	private static final long SIGNAL_MILLIS = 3_000;

	// The TCK looks for an expected onError once, after this time.
	private static final long POLL_MILLIS = 500;

	// Waited in full wherever nothing must happen.
	private static final long NO_SIGNAL_MILLIS = 100;

	/** What a publisher has to forget a subscriber that cancelled, in milliseconds. */
	public static final long FORGETTING_MILLIS = 1_000;

	private Tck() {
	}

	public static TestEnvironment environment() {
		return new TestEnvironment(SIGNAL_MILLIS, NO_SIGNAL_MILLIS, POLL_MILLIS);
	}

	/** One byte of content. */
	public static ByteBuffer element(int value) {
		return ByteBuffer.wrap(new byte[] { (byte) value });
	}

}
