package io.conpool.benchmarks.load;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts calls that ended as they should, and those that did not. Written by one thread
 * at a time, so that counting costs next to nothing; read by any.
 */
final class Tally {

	private static final AtomicBoolean reported = new AtomicBoolean();

	private final AtomicLong completed = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final long expectedLength;

	Tally(long expectedLength) {
		this.expectedLength = expectedLength;
	}

	void succeeded(int status, long length) {
		if (status == 200 && length == this.expectedLength) {
			this.completed.setRelease(this.completed.getPlain() + 1);
		}
		else {
			failed(new IllegalStateException("status " + status + ", " + length + " bytes"));
		}
	}

	void failed(Throwable thrown) {
		this.failed.setRelease(this.failed.getPlain() + 1);
		if (reported.compareAndSet(false, true)) {
			// Goes to the log of the run; later ones are only counted
			thrown.printStackTrace();
		}
	}

	long completed() {
		return this.completed.getAcquire();
	}

	long failed() {
		return this.failed.getAcquire();
	}

}
