package io.conpool.connection;

import java.time.Duration;

import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Holds the content of a request back until the server asks for it (RFC 9110 section
 * 10.1.1), where that is wanted: 100 or a final status of success opens the gate, and so
 * does the end of the wait; any other final status keeps it shut for good. Confined to
 * the connection's event loop.
 */
public final class ContentGate {

	private final Runnable onOpen;

	private boolean waiting;

	private boolean open;

	private Scheduler.@Nullable Task waitOver;

	/**
	 * Makes a gate.
	 * @param onOpen called once, when content may be sent
	 */
	public ContentGate(Runnable onOpen) {
		this.onOpen = onOpen;
	}

	/**
	 * Whether content may be sent.
	 * @return true for good once it may
	 */
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * The request's head is written.
	 * @param wait how long to wait at most, or null to open at once
	 * @param timer ends the wait
	 */
	public void headWritten(@Nullable Duration wait, LoopTimer timer) {
		this.waiting = true;
		if (wait == null) {
			open();
		}
		else {
			this.waitOver = timer.schedule(wait, this::open);
		}
	}

	/**
	 * The server has answered, for the time being or finally.
	 * @param status the status code
	 */
	public void onStatus(int status) {
		if (status >= 300) {
			stopWaiting();
		}
		else if (status == 100 || status >= 200) {
			open();
		}
	}

	private void open() {
		if (this.waiting) {
			stopWaiting();
			this.open = true;
			this.onOpen.run();
		}
	}

	/**
	 * A gate that is not open will not be any more.
	 */
	public void stopWaiting() {
		this.waiting = false;
		if (this.waitOver != null) {
			this.waitOver.cancel();
		}
	}

}
