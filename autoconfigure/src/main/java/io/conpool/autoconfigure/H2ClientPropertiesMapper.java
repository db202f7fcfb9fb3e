package io.conpool.autoconfigure;

import io.conpool.H2ClientConfig;
import io.conpool.call.CallConfig;
import io.conpool.connection.http2.Http2Config;
import io.conpool.error.InvalidSettingException;
import io.conpool.pool.PoolConfig;
import io.conpool.transport.ProxyConfig;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.TransportConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Makes the client's configuration of the properties. Confined to one thread.
 */
final class H2ClientPropertiesMapper {

	private final H2ClientProperties properties;

	/**
	 * Makes a mapper.
	 * @param properties the properties
	 */
	H2ClientPropertiesMapper(H2ClientProperties properties) {
		this.properties = properties;
	}

	/**
	 * Maps and checks.
	 * @param tls whom TLS connections trust, which the properties only name
	 * @return the configuration
	 * @throws InvalidSettingException if a value is out of its range
	 */
	H2ClientConfig config(TlsConfig tls) {
		return new H2ClientConfig(call(), pool(), http2(), transport(), tls, this.properties.protocol());
	}

	private CallConfig call() {
		H2ClientProperties.Decompression decompression = this.properties.decompression();
		return CallConfig.builder()
			.requestTimeout(this.properties.requestTimeout())
			.responseTimeout(this.properties.responseTimeout())
			.idleTimeout(this.properties.idleTimeout())
			.unreadTimeout(this.properties.unreadTimeout())
			.maxReplays(this.properties.maxReplays())
			.maxRetries(this.properties.maxRetries())
			.retryDelay(this.properties.retryDelay())
			.decompression(new CallConfig.Decompression(decompression.enabled(),
					bytes("decompression.maxSize", decompression.maxSize()), decompression.maxRatio()))
			.build();
	}

	private PoolConfig pool() {
		H2ClientProperties.Pool pool = this.properties.pool();
		PoolConfig.Builder builder = PoolConfig.builder()
			.maxConnections(pool.maxConnections())
			.minConnections(pool.minConnections())
			.selection(pool.selection())
			.maxWaiters(pool.maxWaiters())
			.acquireTimeout(pool.acquireTimeout())
			.idleTime(pool.idleTime())
			.lifetime(pool.lifetime())
			.lifetimeJitter(pool.lifetimeJitter())
			.renewalTimeout(pool.renewalTimeout())
			.connectRetries(pool.connectRetries())
			.connectRetryDelay(pool.connectRetryDelay())
			.maxConnectRetryDelay(pool.maxConnectRetryDelay())
			.drainTimeout(pool.drainTimeout())
			.endpointIdleTime(pool.endpointIdleTime());
		return ((pool.maxUses() != null) ? builder.maxUses(pool.maxUses()) : builder).build();
	}

	private Http2Config http2() {
		H2ClientProperties.Http2 http2 = this.properties.http2();
		return Http2Config.builder()
			.initialWindowSize(bytes("http2.initialWindowSize", http2.initialWindowSize()))
			.connectionWindowSize(bytes("http2.connectionWindowSize", http2.connectionWindowSize()))
			.adaptiveWindows(http2.adaptiveWindows())
			.maxWindowSize(bytes("http2.maxWindowSize", http2.maxWindowSize()))
			.headerTableSize(bytes("http2.headerTableSize", http2.headerTableSize()))
			.maxEncoderTableSize(bytes("http2.maxEncoderTableSize", http2.maxEncoderTableSize()))
			.maxFrameSize(bytes("http2.maxFrameSize", http2.maxFrameSize()))
			.maxHeaderListSize(bytes("http2.maxHeaderListSize", http2.maxHeaderListSize()))
			.maxConcurrentStreams(http2.maxConcurrentStreams())
			.maxResponseBodySize(bytes("http2.maxResponseBodySize", http2.maxResponseBodySize()))
			.settingsTimeout(http2.settingsTimeout())
			.keepAliveInterval(http2.keepAliveInterval())
			.keepAliveTimeout(http2.keepAliveTimeout())
			.keepAliveWithoutStreams(http2.keepAliveWithoutStreams())
			.build();
	}

	/**
	 * Maps and checks how channels are opened.
	 * @return the configuration
	 * @throws InvalidSettingException if a value is out of its range
	 */
	TransportConfig transport() {
		H2ClientProperties.Transport transport = this.properties.transport();
		TransportConfig.Builder builder = TransportConfig.builder()
			.type(transport.type())
			.connectTimeout(transport.connectTimeout())
			.connectionAttemptDelay(transport.connectionAttemptDelay())
			.tlsHandshakeTimeout(transport.tlsHandshakeTimeout())
			.resolver(transport.resolver())
			.addressRefresh(transport.addressRefresh())
			.proxy(proxy(transport.proxy()));
		Integer threads = transport.eventLoopThreads();
		return ((threads != null) ? builder.eventLoopThreads(threads) : builder).build();
	}

	private static @Nullable ProxyConfig proxy(H2ClientProperties.Proxy proxy) {
		String host = proxy.host();
		return (host == null || host.isEmpty()) ? null : new ProxyConfig(proxy.type(), host, proxy.port(),
				emptyAsNull(proxy.username()), emptyAsNull(proxy.password()), proxy.noProxy());
	}

	private static @Nullable String emptyAsNull(@Nullable String value) {
		return (value == null || value.isEmpty()) ? null : value;
	}

	private static int bytes(String setting, DataSize size) {
		int bytes = (int) size.toBytes();
		InvalidSettingException.require(bytes == size.toBytes(), setting, size, "2147483647 bytes or less");
		return bytes;
	}

}
