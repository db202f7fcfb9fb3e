package io.conpool.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address of this machine from which no answer comes, neither yes nor no: a socket
 * listens there, but its backlog is full, and so the kernel drops every further SYN.
 */
public final class BlackHole implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(BlackHole.class);

	private static final int SILENCE_MILLIS = 500;

	// Linux lets one more in than the backlog says.
	private static final int MOST = 8;

	private final ServerSocket server;

	private final List<Socket> filling = new ArrayList<>();

	private BlackHole(ServerSocket server) {
		this.server = server;
	}

	/**
	 * Opens one; the test is skipped where that cannot be done.
	 * @param address an address of this machine
	 * @param port the port
	 */
	public static BlackHole open(InetAddress address, int port) throws IOException {
		BlackHole hole = new BlackHole(listen(address, port));
		while (hole.answers()) {
			if (hole.filling.size() > MOST) {
				hole.close();
				throw skip("this system accepts connections beyond the backlog");
			}
		}
		return hole;
	}

	private static ServerSocket listen(InetAddress address, int port) {
		try {
			return new ServerSocket(port, 1, address);
		}
		catch (IOException ex) {
			throw skip("nothing can listen on " + address.getHostAddress());
		}
	}

	/** Build tools keep the reason to themselves, so it is logged, too. */
	private static TestAbortedException skip(String reason) {
		logger.warn("TEST WITH A BLACK HOLE SKIPPED: {}", reason);
		return new TestAbortedException(reason);
	}

	/** Whether one more connection can be made. */
	public boolean answers() throws IOException {
		Socket socket = new Socket();
		this.filling.add(socket);
		try {
			socket.connect(new InetSocketAddress(this.server.getInetAddress(), this.server.getLocalPort()),
					SILENCE_MILLIS);
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.filling) {
			socket.close();
		}
		this.server.close();
	}

}
