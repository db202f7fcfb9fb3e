package io.conpool.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that speaks HTTP CONNECT (RFC 9110 section 9.3.6) or SOCKS 5 (RFC 1928, RFC
 * 1929), and leads to ports of this machine whatever the host's name is. Each connection
 * has threads of its own.
 */
public final class ProxyServer implements Closeable {

	private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final List<String> destinations = new CopyOnWriteArrayList<>();

	private final String credentials;

	private volatile String refusal;

	private interface Agreement {

		/** Returns the port that the client wants to be led to, or -1 for none. */
		int with(DataInputStream in, OutputStream out) throws IOException;

	}

	private ProxyServer(String username, String password) throws IOException {
		this.credentials = (username != null) ? username + ":" + password : null;
	}

	public static ProxyServer http(String username, String password) throws IOException {
		ProxyServer proxy = new ProxyServer(username, password);
		proxy.start(proxy::agreeByHttp);
		return proxy;
	}

	public static ProxyServer socks5(String username, String password) throws IOException {
		ProxyServer proxy = new ProxyServer(username, password);
		proxy.start(proxy::agreeBySocks);
		return proxy;
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/** The hosts that it was asked to lead to, as it was told them. */
	public List<String> destinations() {
		return this.destinations;
	}

	/** From now on nobody is led anywhere, for instance with "502 Bad Gateway". */
	public void refuse(String status) {
		this.refusal = status;
	}

	private void start(Agreement agreement) {
		run(() -> {
			while (true) {
				Socket client = this.server.accept();
				this.sockets.add(client);
				run(() -> serve(client, agreement));
			}
		});
	}

	private void serve(Socket client, Agreement agreement) throws IOException {
		OutputStream out = client.getOutputStream();
		DataInputStream in = new DataInputStream(client.getInputStream());
		int port = agreement.with(in, out);
		if (port < 0) {
			client.close();
			return;
		}
		Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
		this.sockets.add(target);
		run(() -> pass(target.getInputStream(), out, client));
		pass(in, target.getOutputStream(), target);
	}

	private static void pass(InputStream in, OutputStream out, Socket to) throws IOException {
		in.transferTo(out);
		to.close();
	}

	// HTTP

	private int agreeByHttp(DataInputStream in, OutputStream out) throws IOException {
		String request = line(in);
		String authorization = null;
		for (String field = line(in); !field.isEmpty(); field = line(in)) {
			if (field.regionMatches(true, 0, "proxy-authorization: Basic ", 0, 27)) {
				authorization = new String(Base64.getDecoder().decode(field.substring(27)), StandardCharsets.UTF_8);
			}
		}
		String destination = request.substring(request.indexOf(' ') + 1, request.lastIndexOf(' '));
		int colon = destination.lastIndexOf(':');
		this.destinations.add(destination.substring(0, colon));
		if (this.credentials != null && !this.credentials.equals(authorization)) {
			write(out, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n");
			return -1;
		}
		if (this.refusal != null) {
			write(out, "HTTP/1.1 " + this.refusal + "\r\n\r\n");
			return -1;
		}
		write(out, "HTTP/1.1 200 Connection established\r\n\r\n");
		return Integer.parseInt(destination.substring(colon + 1));
	}

	private static String line(DataInputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	// SOCKS

	private int agreeBySocks(DataInputStream in, OutputStream out) throws IOException {
		in.readUnsignedByte();
		String methods = text(in);
		int wanted = (this.credentials != null) ? 2 : 0;
		boolean offered = methods.indexOf((char) wanted) >= 0;
		out.write(new byte[] { 5, (byte) (offered ? wanted : 0xff) });
		if (!offered) {
			return -1;
		}
		if (wanted == 2) {
			in.readUnsignedByte();
			boolean right = this.credentials.equals(text(in) + ":" + text(in));
			out.write(new byte[] { 1, (byte) (right ? 0 : 1) });
			if (!right) {
				return -1;
			}
		}
		in.skipBytes(3);
		int addressType = in.readUnsignedByte();
		this.destinations.add((addressType == 3) ? text(in)
				: InetAddress.getByAddress(in.readNBytes((addressType == 1) ? 4 : 16)).getHostAddress());
		int port = in.readUnsignedShort();
		out.write(new byte[] { 5, (byte) ((this.refusal != null) ? 5 : 0), 0, 1, 0, 0, 0, 0, 0, 0 });
		return (this.refusal != null) ? -1 : port;
	}

	private static String text(DataInputStream in) throws IOException {
		return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.ISO_8859_1);
	}

	private interface Work {

		void run() throws IOException;

	}

	private static void run(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One of the two has closed.
				return;
			}
		}, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
