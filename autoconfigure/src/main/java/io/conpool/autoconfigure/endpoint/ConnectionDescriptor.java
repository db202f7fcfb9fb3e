package io.conpool.autoconfigure.endpoint;

import java.time.Duration;

import io.conpool.autoconfigure.endpoint.EndpointDescriptor.StreamCounts;
import io.conpool.connection.http2.H2Connection;
import io.conpool.connection.http2.PeerSettings;
import io.conpool.error.H2Error;
import io.conpool.http.ConnectionState;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Availability;
import io.conpool.pool.ConnectionView;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an endpoint, as {@link H2ConpoolEndpoint} shows it. Immutable.
 *
 * @param id the connection's name in log lines
 * @param protocolVersion the version of HTTP, 1.1 or 2
 * @param state draining also if only the pool has stopped using it
 * @param availability how far the pool may use it
 * @param leaving why it is to be replaced or drains, or null
 * @param remoteAddress the server's IP address and port
 * @param age time since it was made
 * @param streams its streams
 * @param uses how many streams it was used for
 * @param lastStreamId id of the newest stream, 0 before the first; null but for HTTP/2
 * @param peerSettings the server's SETTINGS; null but for HTTP/2
 * @param goAway the GOAWAY that the server sent, or null
 */
public record ConnectionDescriptor(String id, String protocolVersion, ConnectionState state, Availability availability,
		@Nullable String leaving, @Nullable String remoteAddress, Duration age, StreamCounts streams, long uses,
		@Nullable Integer lastStreamId, @Nullable PeerSettingsDescriptor peerSettings,
		@Nullable GoAwayDescriptor goAway) {

	static ConnectionDescriptor of(ConnectionView<HttpConnection> view) {
		HttpConnection connection = view.state();
		ConnectionState state = connection.state();
		H2Connection h2 = (connection instanceof H2Connection http2) ? http2 : null;
		return new ConnectionDescriptor(connection.id(), connection.protocolVersion(),
				(state == ConnectionState.OPEN && view.draining()) ? ConnectionState.DRAINING : state,
				view.availability(), view.leaving(), view.remoteAddress(), view.age(),
				new StreamCounts(connection.openStreams(), view.capacity()), view.uses(),
				(h2 != null) ? h2.lastStreamId() : null,
				(h2 != null) ? PeerSettingsDescriptor.of(h2.peerSettings()) : null,
				(h2 != null) ? GoAwayDescriptor.of(h2.goAway()) : null);
	}

	/**
	 * The server's SETTINGS (RFC 9113 section 6.5.2); null stands for no limit.
	 *
	 * @param headerTableSize largest HPACK table in bytes
	 * @param maxConcurrentStreams most streams at once, or null
	 * @param initialWindowSize send window of a new stream in bytes
	 * @param maxFrameSize largest frame payload in bytes
	 * @param maxHeaderListSize largest header list in bytes, or null
	 */
	public record PeerSettingsDescriptor(long headerTableSize, @Nullable Long maxConcurrentStreams,
			int initialWindowSize, int maxFrameSize, @Nullable Long maxHeaderListSize) {

		static PeerSettingsDescriptor of(PeerSettings settings) {
			return new PeerSettingsDescriptor(settings.headerTableSize(),
					nullIfUnlimited(settings.maxConcurrentStreams()), settings.initialWindowSize(),
					settings.maxFrameSize(), nullIfUnlimited(settings.maxHeaderListSize()));
		}

		private static @Nullable Long nullIfUnlimited(long value) {
			return (value != Long.MAX_VALUE) ? value : null;
		}

	}

	/**
	 * A GOAWAY.
	 *
	 * @param code why the server sent it: the code's name, or hexadecimal digits for one
	 * that the RFC does not know
	 * @param lastStreamId the highest stream that the server may have processed
	 */
	public record GoAwayDescriptor(String code, int lastStreamId) {

		static @Nullable GoAwayDescriptor of(H2Error.@Nullable GoAway goAway) {
			return (goAway != null) ? new GoAwayDescriptor(goAway.codeName(), goAway.lastStreamId()) : null;
		}

	}

}
