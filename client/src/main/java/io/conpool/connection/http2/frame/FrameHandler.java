package io.conpool.connection.http2.frame;

import io.netty.buffer.ByteBuf;

/**
 * Takes the frames that a {@link FrameReader} has taken apart (RFC 9113 section 6). Each
 * may be refused by a {@link Breach}. Called on the connection's event loop.
 */
public interface FrameHandler {

	/**
	 * Begins a DATA frame; {@link #onContent} follows, once or several times.
	 * @param streamId not 0
	 * @param content how many bytes of content the frame has
	 * @param endStream whether the frame ends the response
	 * @throws Breach if the frame breaks a rule
	 */
	void onData(int streamId, int content, boolean endStream) throws Breach;

	/**
	 * Takes as much of a DATA frame as has arrived.
	 * @param in begins with the content
	 * @param content how many bytes of content there are
	 * @param padding how many more bytes count for flow control
	 * @param endStream whether the frame, and the response, end with it
	 * @throws Breach if it breaks a rule
	 */
	void onContent(ByteBuf in, int content, int padding, boolean endStream) throws Breach;

	/**
	 * Takes a field block.
	 * @param streamId not 0
	 * @param fields valid until the method returns
	 * @param endStream whether the response ends with it
	 * @throws Breach if it breaks a rule
	 */
	void onHeaders(int streamId, HeaderList fields, boolean endStream) throws Breach;

	/**
	 * Takes PRIORITY, whose content means nothing any more (section 5.3).
	 * @throws Breach if it breaks a rule
	 */
	void onPriority() throws Breach;

	/**
	 * Takes RST_STREAM.
	 * @param streamId not 0
	 * @param errorCode 32 bits, unsigned
	 * @throws Breach if it breaks a rule
	 */
	void onReset(int streamId, long errorCode) throws Breach;

	/**
	 * Takes SETTINGS.
	 * @param in begins with the settings
	 * @param number how many there are
	 * @throws Breach if one breaks a rule
	 */
	void onSettings(ByteBuf in, int number) throws Breach;

	/**
	 * Takes an acknowledgement of SETTINGS.
	 * @throws Breach if it breaks a rule
	 */
	void onSettingsAck() throws Breach;

	/**
	 * Takes PING.
	 * @param data to be sent back
	 * @throws Breach if it breaks a rule
	 */
	void onPing(long data) throws Breach;

	/**
	 * Takes an answer to PING.
	 * @param data what the PING had
	 * @throws Breach if it breaks a rule
	 */
	void onPingAck(long data) throws Breach;

	/**
	 * Takes GOAWAY.
	 * @param lastStreamId the last stream that the peer may act on
	 * @param errorCode 32 bits, unsigned
	 * @param debugData words of the peer, valid until the method returns
	 * @throws Breach if it breaks a rule
	 */
	void onGoAway(int lastStreamId, long errorCode, ByteBuf debugData) throws Breach;

	/**
	 * Takes WINDOW_UPDATE.
	 * @param streamId 0 for the connection
	 * @param increment more than 0
	 * @throws Breach if it breaks a rule
	 */
	void onWindowUpdate(int streamId, int increment) throws Breach;

	/**
	 * Takes a frame of an unknown type.
	 * @throws Breach if it breaks a rule
	 */
	void onUnknown() throws Breach;

}
