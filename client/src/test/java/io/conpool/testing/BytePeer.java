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
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The server's end of HTTP/1.1 connections, played by the test itself, byte by byte, over
 * real sockets. Every read is bounded.
 */
public final class BytePeer implements Closeable {

	private static final int READ_TIMEOUT_MILLIS = 10_000;

	private final ServerSocket server;

	private final String scheme;

	private Socket socket;

	private InputStream in;

	private OutputStream out;

	private BytePeer(ServerSocket server, String scheme) {
		this.server = server;
		this.scheme = scheme;
	}

	public static BytePeer cleartext() throws IOException {
		return new BytePeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http");
	}

	/** A peer over TLS; protocols are what it offers by ALPN, none for no ALPN at all. */
	public static BytePeer tls(SSLContext context, String... protocols) throws IOException {
		SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		SSLParameters parameters = server.getSSLParameters();
		parameters.setApplicationProtocols(protocols);
		server.setSSLParameters(parameters);
		return new BytePeer(server, "https");
	}

	public String uri(String path) {
		return this.scheme + "://localhost:" + port() + path;
	}

	public int port() {
		return this.server.getLocalPort();
	}

	// Connections

	/** Takes the next connection, which becomes the current one. */
	public BytePeer accept() throws IOException {
		this.server.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.socket = this.server.accept();
		this.socket.setSoTimeout(READ_TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream());
		this.out = this.socket.getOutputStream();
		return this;
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

	/** Closes the current connection in good order. */
	public void drop() throws IOException {
		this.socket.close();
	}

	/**
	 * Closes the current connection with a reset, which with TLS is one without
	 * close_notify.
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
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
			this.socket.close();
		}
		this.server.close();
	}

}
