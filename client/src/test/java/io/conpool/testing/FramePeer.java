package io.conpool.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * The server's end of connections, played by the test itself, frame by frame, over real
 * sockets. Every read is bounded.
 */
public final class FramePeer implements Closeable {

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int READ_TIMEOUT_MILLIS = 10_000;

	private final ServerSocket server;

	private final String scheme;

	private Socket socket;

	private DataInputStream in;

	private OutputStream out;

	private DefaultHttp2HeadersEncoder encoder;

	private DefaultHttp2HeadersDecoder decoder;

	private FramePeer(ServerSocket server, String scheme) {
		this.server = server;
		this.scheme = scheme;
	}

	public static FramePeer cleartext() throws IOException {
		return new FramePeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http");
	}

	/** A peer over TLS; protocols are what it offers by ALPN, none for no ALPN at all. */
	public static FramePeer tls(SSLContext context, String... protocols) throws IOException {
		SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		SSLParameters parameters = server.getSSLParameters();
		parameters.setApplicationProtocols(protocols);
		server.setSSLParameters(parameters);
		return new FramePeer(server, "https");
	}

	public int port() {
		return this.server.getLocalPort();
	}

	public String uri(String path) {
		return this.scheme + "://localhost:" + port() + path;
	}

	// Connections

	/**
	 * Takes the next connection, which becomes the current one; the one before stays
	 * open.
	 */
	public FramePeer accept() throws IOException {
		this.server.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.socket = this.server.accept();
		this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = new DataInputStream(new BufferedInputStream(this.socket.getInputStream()));
		this.out = this.socket.getOutputStream();
		this.encoder = new DefaultHttp2HeadersEncoder();
		this.decoder = new DefaultHttp2HeadersDecoder(false);
		return this;
	}

	/**
	 * A peer for the next connection alone, to be played by a thread of its own beside
	 * this one.
	 * @throws java.net.SocketTimeoutException if none comes
	 */
	public FramePeer acceptAnother() throws IOException {
		return new FramePeer(this.server, this.scheme).accept();
	}

	public String applicationProtocol() {
		return ((SSLSocket) this.socket).getApplicationProtocol();
	}

	/** The name that the client has sent by SNI. */
	public String requestedServerName() {
		ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) this.socket).getSession();
		return session.getRequestedServerNames().isEmpty() ? "none"
				: new String(session.getRequestedServerNames().get(0).getEncoded(), StandardCharsets.US_ASCII);
	}

	/** Takes the next connection and goes through preface and SETTINGS. */
	public FramePeer handshake(long... settings) throws IOException {
		accept().readPreface();
		settings(settings).settingsAck();
		return expectSettingsAck();
	}

	/** Reads the client's preface up to and with its SETTINGS, which are returned. */
	public Frame readPreface() throws IOException {
		byte[] preface = this.in.readNBytes(PREFACE.length);
		if (!Arrays.equals(preface, PREFACE)) {
			throw new AssertionError("not a preface: " + new String(preface, StandardCharsets.US_ASCII));
		}
		Frame settings = read();
		if (settings.type() != Frame.SETTINGS) {
			throw new AssertionError("not SETTINGS behind the preface: " + settings);
		}
		return settings;
	}

	public FramePeer expectSettingsAck() throws IOException {
		while (!expect(Frame.SETTINGS).is(Frame.ACK)) {
			continue;
		}
		return this;
	}

	/**
	 * Takes the next connection and goes through a TLS handshake that the client will not
	 * accept.
	 */
	public void expectFailingHandshake() throws IOException {
		accept();
		try {
			((SSLSocket) this.socket).startHandshake();
			this.in.read();
		}
		catch (IOException ex) {
			return;
		}
	}

	/** Asks the client for another TLS handshake. */
	public void renegotiate() throws IOException {
		((SSLSocket) this.socket).startHandshake();
	}

	// What the client sends

	/** Reads so many bytes that are no frame. */
	public FramePeer skip(int bytes) throws IOException {
		this.in.readFully(new byte[bytes]);
		return this;
	}

	/** Reads text up to and with an end. */
	public FramePeer readUpTo(String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			text.append((char) this.in.readUnsignedByte());
		}
		return this;
	}

	/**
	 * The next frame, whatever it is; one that a client must not send is refused (RFC
	 * 9113 section 4.1).
	 */
	public Frame read() throws IOException {
		int length = (this.in.readUnsignedShort() << 8) | this.in.readUnsignedByte();
		int type = this.in.readUnsignedByte();
		int flags = this.in.readUnsignedByte();
		int streamId = this.in.readInt();
		Frame frame = new Frame(type, flags, streamId, this.in.readNBytes(length));
		if (streamId < 0 || (streamId != 0 && streamId % 2 == 0) || (flags & ~flagsOfAClient(type)) != 0) {
			throw new AssertionError("a client must not send " + frame);
		}
		return frame;
	}

	private static int flagsOfAClient(int type) {
		return switch (type) {
			case Frame.DATA -> Frame.END_STREAM;
			case Frame.HEADERS -> Frame.END_STREAM | Frame.END_HEADERS;
			case Frame.CONTINUATION -> Frame.END_HEADERS;
			case Frame.SETTINGS, Frame.PING -> Frame.ACK;
			case Frame.RST_STREAM, Frame.GOAWAY, Frame.WINDOW_UPDATE -> 0;
			default -> throw new AssertionError("a client of ours sends no frame of type " + type);
		};
	}

	/** Whether the client sends something, or has closed, within a time above 0. */
	public boolean awaitInput(int millis) throws IOException {
		this.socket.setSoTimeout(millis);
		this.in.mark(1);
		try {
			this.in.read();
			this.in.reset();
			return true;
		}
		catch (java.net.SocketTimeoutException ex) {
			return false;
		}
		finally {
			this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		}
	}

	/**
	 * The next frame of a type; WINDOW_UPDATE and SETTINGS frames may come between, and
	 * PING frames, which are answered; others not.
	 */
	public Frame expect(int type) throws IOException {
		while (true) {
			Frame frame = read();
			if (frame.type() == type) {
				return frame;
			}
			if (!isPassedOver(frame)) {
				throw new AssertionError("expected a frame of type " + type + " but got " + frame);
			}
		}
	}

	private boolean isPassedOver(Frame frame) throws IOException {
		if (frame.type() == Frame.PING && !frame.is(Frame.ACK)) {
			send(Frame.PING, Frame.ACK, 0, frame.payload());
		}
		return frame.type() == Frame.WINDOW_UPDATE || frame.type() == Frame.SETTINGS || frame.type() == Frame.PING;
	}

	/** The id of the next request's stream. */
	public int expectRequest() throws IOException {
		Frame frame = expect(Frame.HEADERS);
		decode(frame);
		return frame.streamId();
	}

	/** The fields of the next request, by name. */
	public Map<String, String> expectRequestFields() throws IOException {
		return decode(expect(Frame.HEADERS));
	}

	public Map<String, String> decode(Frame frame) {
		ByteBuf block = Unpooled.wrappedBuffer(frame.payload());
		try {
			Map<String, String> fields = new LinkedHashMap<>();
			this.decoder.decodeHeaders(frame.streamId(), block)
				.forEach((field) -> fields.merge(field.getKey().toString(), field.getValue().toString(),
						(a, b) -> a + ", " + b));
			return fields;
		}
		catch (Http2Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/** The code of the RST_STREAM that comes next for a stream. */
	public int expectReset(int streamId) throws IOException {
		Frame frame = expect(Frame.RST_STREAM);
		if (frame.streamId() != streamId) {
			throw new AssertionError("expected a reset of stream " + streamId + " but got " + frame);
		}
		return frame.intAt(0);
	}

	/** The code of the GOAWAY that comes next, after which the client closes. */
	public int expectGoAwayAndClose() throws IOException {
		int code = expect(Frame.GOAWAY).intAt(4);
		expectClose();
		return code;
	}

	/** Reads until the client has closed. */
	public void expectClose() throws IOException {
		try {
			while (this.in.read() >= 0) {
				continue;
			}
		}
		catch (java.net.SocketTimeoutException ex) {
			throw new AssertionError("the client did not close", ex);
		}
		catch (IOException ex) {
			// A reset is a close, too.
			return;
		}
	}

	// What the peer sends

	public FramePeer send(int type, int flags, int streamId, byte[] payload) throws IOException {
		return bytes(new Frame(type, flags, streamId, payload).encoded());
	}

	/**
	 * Sends a frame many times. The client may close in the middle of it; what it has
	 * said can be read all the same.
	 */
	public FramePeer flood(Frame frame, int times) throws IOException {
		byte[] encoded = frame.encoded();
		ByteBuffer flood = ByteBuffer.allocate(times * encoded.length);
		while (flood.hasRemaining()) {
			flood.put(encoded);
		}
		return flood(flood.array());
	}

	/** The same, of whatever frames. */
	public FramePeer flood(byte[] frames) throws IOException {
		try {
			return bytes(frames);
		}
		catch (java.net.SocketException ex) {
			return this;
		}
	}

	public FramePeer bytes(byte[] raw) throws IOException {
		this.out.write(raw);
		this.out.flush();
		return this;
	}

	/** Settings as pairs of id and value. */
	public FramePeer settings(long... pairs) throws IOException {
		ByteBuffer payload = ByteBuffer.allocate(pairs.length * 3);
		for (int i = 0; i < pairs.length; i += 2) {
			payload.putShort((short) pairs[i]).putInt((int) pairs[i + 1]);
		}
		return send(Frame.SETTINGS, 0, 0, payload.array());
	}

	public FramePeer settingsAck() throws IOException {
		return send(Frame.SETTINGS, Frame.ACK, 0, new byte[0]);
	}

	/** HEADERS with the fields given as pairs of name and value. */
	public FramePeer headers(int streamId, boolean endStream, String... pairs) throws IOException {
		int flags = Frame.END_HEADERS | (endStream ? Frame.END_STREAM : 0);
		return send(Frame.HEADERS, flags, streamId, encode(streamId, pairs));
	}

	public byte[] encode(int streamId, String... pairs) {
		Http2Headers headers = new DefaultHttp2Headers(false);
		for (int i = 0; i < pairs.length; i += 2) {
			headers.add(pairs[i], pairs[i + 1]);
		}
		ByteBuf block = Unpooled.buffer();
		try {
			this.encoder.encodeHeaders(streamId, headers, block);
			return ByteBufUtil.getBytes(block);
		}
		catch (Http2Exception ex) {
			throw new AssertionError(ex);
		}
	}

	public FramePeer data(int streamId, String text, boolean endStream) throws IOException {
		return data(streamId, text.getBytes(StandardCharsets.UTF_8), endStream);
	}

	public FramePeer data(int streamId, byte[] content, boolean endStream) throws IOException {
		return send(Frame.DATA, endStream ? Frame.END_STREAM : 0, streamId, content);
	}

	/** A complete response of status 200. */
	public FramePeer respond(int streamId, String text) throws IOException {
		return headers(streamId, false, ":status", "200").data(streamId, text, true);
	}

	public FramePeer reset(int streamId, int code) throws IOException {
		return send(Frame.RST_STREAM, 0, streamId, ints(code));
	}

	public FramePeer goAway(int lastStreamId, int code) throws IOException {
		return send(Frame.GOAWAY, 0, 0, ints(lastStreamId, code));
	}

	/** GOAWAY with words. */
	public FramePeer goAway(int lastStreamId, int code, String words) throws IOException {
		byte[] text = words.getBytes(StandardCharsets.UTF_8);
		return send(Frame.GOAWAY, 0, 0,
				ByteBuffer.allocate(8 + text.length).putInt(lastStreamId).putInt(code).put(text).array());
	}

	public FramePeer windowUpdate(int streamId, int increment) throws IOException {
		return send(Frame.WINDOW_UPDATE, 0, streamId, ints(increment));
	}

	/**
	 * Sends a PING and reads until its answer: what was sent before has been acted on
	 * then.
	 */
	public FramePeer roundTrip() throws IOException {
		byte[] payload = ByteBuffer.allocate(8).putLong(System.nanoTime()).array();
		send(Frame.PING, 0, 0, payload);
		while (true) {
			Frame frame = read();
			if (frame.type() == Frame.PING && frame.is(Frame.ACK)) {
				return this;
			}
			if (!isPassedOver(frame)) {
				throw new AssertionError("expected an answer to PING but got " + frame);
			}
		}
	}

	private static byte[] ints(int... values) {
		ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
		for (int value : values) {
			buffer.putInt(value);
		}
		return buffer.array();
	}

	/** Drops the current connection without a word. */
	public void drop() throws IOException {
		this.socket.close();
	}

	/** Says close_notify on the current connection, and leaves TCP open. */
	public FramePeer closeNotify() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/** Cuts the current connection with a TCP reset. */
	public void cut() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
		this.server.close();
	}

}
