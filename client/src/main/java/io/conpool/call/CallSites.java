package io.conpool.call;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Finds the lines of the application that make calls. That costs about as much as all the
 * rest of a call, so it is done for one call in 32, and for every one once content was
 * left unread. Safe for use by several threads.
 */
final class CallSites {

	private static final List<String> NOT_THE_APPLICATION = List.of("io.conpool.call.", "io.conpool.H2Client",
			"io.conpool.PooledH2Client", "io.conpool.micrometer.", "java.", "jdk.", "org.springframework.", "reactor.");

	private static final StackWalker WALKER = StackWalker.getInstance();

	private static final int ONE_IN = 32;

	private final AtomicInteger calls = new AtomicInteger();

	private volatile boolean wanted;

	/**
	 * The innermost frame of the calling thread that is neither ours, nor the JDK's, nor
	 * a framework's.
	 * @return the frame, whose text is made only when it is asked for; null if there is
	 * none, or if it was not looked for
	 */
	StackWalker.@Nullable StackFrame ofCaller() {
		return (this.calls.getAndIncrement() % ONE_IN == 0 || this.wanted) ? find() : null;
	}

	/** Somebody left content unread: if it happens again, the line is to be known. */
	void contentLeftUnread() {
		this.wanted = true;
	}

	private static StackWalker.@Nullable StackFrame find() {
		return WALKER.walk((frames) -> frames.filter((frame) -> isApplication(frame.getClassName())).findFirst())
			.orElse(null);
	}

	private static boolean isApplication(String className) {
		for (String prefix : NOT_THE_APPLICATION) {
			if (className.startsWith(prefix)) {
				return false;
			}
		}
		return true;
	}

}
