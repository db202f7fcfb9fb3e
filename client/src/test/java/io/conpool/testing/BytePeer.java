package io.conpool.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * The server's end of HTTP/1.1 connections, played by the test itself, byte by byte, over
 * real sockets. Every read is bounded.
 */
public final class BytePeer implements Closeable {

	private static final int READ_TIMEOUT_MILLIS = 10_000;

	private final ServerSocket server;

	private final @Nullable SSLContext tls;

	private final String[] protocols;

	private Socket below;

	private Socket socket;

	private InputStream in;

	private OutputStream out;

	private BytePeer(@Nullable SSLContext tls, String... protocols) throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.tls = tls;
		this.protocols = protocols;
	}

	public static BytePeer cleartext() throws IOException {
		return new BytePeer(null);
	}

	/** A peer over TLS; protocols are what it offers by ALPN, none for no ALPN at all. */
	public static BytePeer tls(SSLContext context, String... protocols) throws IOException {
		return new BytePeer(context, protocols);
	}

	public String uri(String path) {
		return ((this.tls != null) ? "https" : "http") + "://localhost:" + port() + path;
	}

	public int port() {
		return this.server.getLocalPort();
	}

	// Connections

	/** Takes the next connection, which becomes the current one. */
	public BytePeer accept() throws IOException {
		this.server.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.below = this.server.accept();
		this.socket = (this.tls != null) ? secure(this.below) : this.below;
		this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream());
		this.out = this.socket.getOutputStream();
		return this;
	}

	/** TLS over a socket that can be closed without it. */
	private SSLSocket secure(Socket plain) throws IOException {
		SSLSocket secured = (SSLSocket) this.tls.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
		secured.setUseClientMode(false);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setApplicationProtocols(this.protocols);
		secured.setSSLParameters(parameters);
		return secured;
	}

	public String applicationProtocol() {
		return ((SSLSocket) this.socket).getApplicationProtocol();
	}

	/** Whether nobody has connected beyond those that were taken. */
	public boolean isNobodyWaiting() throws IOException {
		this.server.setSoTimeout(1);
		try {
			this.server.accept().close();
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
	}

	/** Closes the current connection in good order, over TLS with close_notify. */
	public void drop() throws IOException {
		this.socket.shutdownOutput();
		this.below.close();
	}

	/** Says close_notify on the current connection, and leaves TCP open. */
	public BytePeer closeNotify() throws IOException {
		this.socket.shutdownOutput();
		return this;
	}

	/** Cuts the current connection with a TCP reset. */
	public void cut() throws IOException {
		this.below.setSoLinger(true, 0);
		this.below.close();
	}

	/** Closes the TCP connection below TLS, in good order, without a word of TLS. */
	public void dropWithoutCloseNotify() throws IOException {
		this.below.close();
	}

	/** Reads until the client has closed; returns how many bytes came before. */
	public long expectClose() throws IOException {
		long read = 0;
		try {
			while (this.in.read() >= 0) {
				read++;
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("the client did not close", ex);
		}
		catch (IOException ex) {
			// A reset is a close, too.
			return read;
		}
		return read;
	}

	// What the client sends

	/** How many bytes have arrived and were not read yet. */
	public int available() throws IOException {
		return this.in.available();
	}

	/** The lines of the next request's head, without the empty one. */
	public List<String> expectRequest() throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			lines.add(line);
		}
		return lines;
	}

	public String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		while (true) {
			int next = this.in.read();
			if (next < 0) {
				throw new AssertionError("the client closed after '" + line + "'");
			}
			if (next == '\r') {
				if (this.in.read() != '\n') {
					throw new AssertionError("CR without LF after '" + line + "'");
				}
				return line.toString();
			}
			line.append((char) next);
		}
	}

	public String readText(int length) throws IOException {
		return new String(this.in.readNBytes(length), StandardCharsets.ISO_8859_1);
	}

	/** One chunk; empty for the last. */
	public byte[] readChunk() throws IOException {
		byte[] content = this.in.readNBytes(Integer.parseInt(readLine(), 16));
		if (!readLine().isEmpty()) {
			throw new AssertionError("a chunk longer than its size");
		}
		return content;
	}

	// What the peer sends

	public BytePeer send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public BytePeer send(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
		return this;
	}

	/** A complete response of status 200. */
	public BytePeer respond(String text) throws IOException {
		return send("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			// Without TLS, which would wait for the client's answer.
			this.below.close();
		}
		this.server.close();
	}

}
