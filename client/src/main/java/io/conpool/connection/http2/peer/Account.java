package io.conpool.connection.http2.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The account with the peer (RFC 9113 section 10.5): what it was granted or asked for,
 * against what it sends. Each method books one thing; those that can overdraw the account
 * return false then, and {@link #breach()} says which rule was broken. Confined to the
 * connection's event loop.
 * <ol>
 * <li>What was granted or asked for is lawful at any rate and in any pieces: DATA within
 * windows, also of streams that were given up (section 5.1), WINDOW_UPDATE up to the
 * bytes that were sent, the end of every stream that was opened.
 * <li>What costs an answer, PING and SETTINGS, is bounded by the answers that the peer
 * has not read.
 * <li>What brings nothing has a budget: 1,000 frames at once and 200 a second. Useful
 * work refills it, a frame for each response and each KiB of content either way.
 * </ol>
 */
public final class Account {

	private static final int BURST = 1_000;

	private static final int PER_SECOND = 200;

	private static final int USEFUL_BYTES = 1024;

	// RST_STREAM behind END_STREAM, and a last WINDOW_UPDATE.
	private static final int LATE_FRAMES_OF_A_REQUEST = 2;

	// Also a head, some informational ones before it, and trailers.
	private static final int LATE_FRAMES_OF_AN_ABANDONED_STREAM = 6;

	// What a client owes for some thousand streams at once.
	private static final int MOST_LATE_FRAMES = 1 << 16;

	// Some thousand answers.
	private static final int MOST_UNREAD_ANSWERS = 64 * 1024;

	private final LongSupplier nanoClock;

	private final IntSupplier burst;

	private final IntPredicate isWritten;

	// Rule 1
	private long streamBytesSent;

	private long connectionBytesSent;

	private long lateBytes;

	private int lateFrames;

	// Rule 2: bursts with answers, in their order.
	private final Deque<Answers> unread = new ArrayDeque<>(0);

	private int unreadBytes;

	// Rule 3
	private int budget = BURST;

	private long refilledNanos;

	private int usefulBytes;

	private long spent;

	private String breach = "";

	/** Answers in one burst of the output. */
	private record Answers(int burst, int bytes) {
	}

	/**
	 * Opens the account of one connection.
	 * @param nanoClock gives the time
	 * @param burst gives the number of the burst that is being written
	 * @param isWritten whether the network has taken all of a burst
	 */
	public Account(LongSupplier nanoClock, IntSupplier burst, IntPredicate isWritten) {
		this.nanoClock = nanoClock;
		this.refilledNanos = nanoClock.getAsLong();
		this.burst = burst;
		this.isWritten = isWritten;
	}

	// What the client does

	/**
	 * Books a request: its stream may end in more than one way.
	 */
	public void requested() {
		expectLate(LATE_FRAMES_OF_A_REQUEST);
	}

	/**
	 * Books content that was sent: the peer may grant as much again, for the stream and
	 * for the connection.
	 * @param bytes how many
	 */
	public void sent(int bytes) {
		this.streamBytesSent += bytes;
		this.connectionBytesSent += bytes;
		useful(bytes);
	}

	/**
	 * Books a stream that is given up: the rest of its response may still be under way.
	 * @param window what the peer may still send on it, in bytes
	 */
	public void gaveUp(int window) {
		this.lateBytes += Math.max(0, window);
		expectLate(LATE_FRAMES_OF_AN_ABANDONED_STREAM);
	}

	private void expectLate(int frames) {
		this.lateFrames = Math.min(MOST_LATE_FRAMES, this.lateFrames + frames);
	}

	// What the peer sends

	/**
	 * Books the head of a response.
	 */
	public void responded() {
		earn(1);
	}

	/**
	 * Books content of a response.
	 * @param bytes how many
	 */
	public void received(int bytes) {
		useful(bytes);
	}

	/**
	 * Books content of a stream that is over.
	 * @param bytes how many
	 * @return false if the peer has overdrawn
	 */
	public boolean lateContent(int bytes) {
		if (bytes > 0 && this.lateBytes >= bytes) {
			this.lateBytes -= bytes;
			return true;
		}
		return late("DATA");
	}

	/**
	 * Books another frame of a stream that is over.
	 * @param frame its type
	 * @return false if the peer has overdrawn
	 */
	public boolean late(String frame) {
		if (this.lateFrames > 0) {
			this.lateFrames--;
			return true;
		}
		return useless(frame);
	}

	/**
	 * Books WINDOW_UPDATE.
	 * @param ofConnection whether of the connection, or of a stream
	 * @param increment how many bytes it grants
	 * @return false if the peer has overdrawn
	 */
	public boolean windowUpdate(boolean ofConnection, int increment) {
		long sent = ofConnection ? this.connectionBytesSent : this.streamBytesSent;
		if (increment > sent) {
			return useless("WINDOW_UPDATE");
		}
		if (ofConnection) {
			this.connectionBytesSent -= increment;
		}
		else {
			this.streamBytesSent -= increment;
		}
		return true;
	}

	/**
	 * Books WINDOW_UPDATE of a stream that is over.
	 * @param increment how many bytes it grants
	 * @return false if the peer has overdrawn
	 */
	public boolean lateWindowUpdate(int increment) {
		return (increment <= this.streamBytesSent) ? windowUpdate(false, increment) : late("WINDOW_UPDATE");
	}

	/**
	 * Books PING or SETTINGS, whose answer was written to the output just now.
	 * @param frame its type
	 * @param bytes of the answer
	 * @return false if the peer has overdrawn
	 */
	public boolean answered(String frame, int bytes) {
		forgetRead();
		int number = this.burst.getAsInt();
		Answers last = this.unread.peekLast();
		int before = (last != null && last.burst() == number) ? this.unread.removeLast().bytes() : 0;
		this.unread.add(new Answers(number, before + bytes));
		this.unreadBytes += bytes;
		if (this.unreadBytes > MOST_UNREAD_ANSWERS) {
			this.breach = "the peer asks for answers that it does not read: " + this.unreadBytes
					+ " bytes of them wait, more than " + MOST_UNREAD_ANSWERS + ", at a " + frame + " frame";
			return false;
		}
		return useless(frame);
	}

	private void forgetRead() {
		for (Answers first = this.unread.peek(); first != null
				&& this.isWritten.test(first.burst()); first = this.unread.peek()) {
			this.unread.remove();
			this.unreadBytes -= first.bytes();
		}
	}

	/**
	 * Books a frame that brings nothing.
	 * @param frame its type
	 * @return false if the peer has overdrawn
	 */
	public boolean useless(String frame) {
		this.spent++;
		if (this.budget == 0) {
			refill();
		}
		if (this.budget == 0) {
			this.breach = "too many frames that bring nothing: " + this.spent + " so far, the last " + frame + " ("
					+ BURST + " at once and " + PER_SECOND
					+ " a second are free, and one for each response and each KiB)";
			return false;
		}
		this.budget--;
		return true;
	}

	/**
	 * Returns which rule the peer has broken.
	 * @return words with the numbers; empty before there is a breach
	 */
	public String breach() {
		return this.breach;
	}

	private void useful(int bytes) {
		this.usefulBytes += bytes;
		if (this.usefulBytes >= USEFUL_BYTES) {
			earn(this.usefulBytes / USEFUL_BYTES);
			this.usefulBytes %= USEFUL_BYTES;
		}
	}

	private void earn(int frames) {
		this.budget = Math.min(BURST, this.budget + frames);
	}

	private void refill() {
		long now = this.nanoClock.getAsLong();
		long earned = (now - this.refilledNanos) * PER_SECOND / 1_000_000_000L;
		if (earned > 0) {
			this.refilledNanos = now;
			earn((int) Math.min(BURST, earned));
		}
	}

}
