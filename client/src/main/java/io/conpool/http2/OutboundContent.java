package io.conpool.http2;

/**
 * The content of a request while it is sent. Confined to the connection's event loop.
 */
interface OutboundContent {

	/** HEADERS are written: DATA may follow. */
	void start();

	/** Whether there is DATA to send, if the windows allow it. */
	boolean hasData();

	/**
	 * Writes one DATA frame of at most so many bytes, the last one with END_STREAM if so
	 * wanted; returns how many it has.
	 */
	int write(OutboundFrames outbound, int streamId, int atMost, boolean endsStream);

	/** Whether all of it was written. */
	boolean isComplete();

	/** The stream has ended; nobody needs the rest. */
	void abandon();

}
