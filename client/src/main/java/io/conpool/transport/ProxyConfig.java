package io.conpool.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import static io.conpool.error.InvalidSettingException.require;

/**
 * Through whom connections are made. Needs {@code netty-handler-proxy}. The proxy
 * resolves the names of the hosts that it leads to; TLS is spoken with those, inside the
 * tunnel. Immutable; its text does not show the credentials.
 *
 * @param type how the proxy is asked
 * @param host the proxy's name or IP address
 * @param port the proxy's port, 1 to 65535
 * @param username with the password the client's credentials, at most 255 bytes and for
 * {@link ProxyType#HTTP} without a colon (RFC 7617); or null for none
 * @param password the password, at most 255 bytes; null exactly if there is no user name
 * @param noProxy the hosts that are reached without the proxy: a host as in
 * {@link io.conpool.endpoint.Endpoint#host()}; {@code .example.com} for every name below
 * {@code example.com}; a range of IP addresses as {@code 10.0.0.0/8}, for hosts that are
 * given as addresses, since names are not resolved for it; or {@code *} for all
 */
public record ProxyConfig(ProxyType type, String host, int port, @Nullable String username, @Nullable String password,
		List<String> noProxy) {

	private static final int MAX_CREDENTIAL_BYTES = 255;

	public ProxyConfig {
		require(!host.isBlank(), "transport.proxy.host", host, "a name or an IP address");
		require(port >= 1 && port <= 65535, "transport.proxy.port", port, "1 to 65535");
		// Neither value is shown: what is in the wrong place may be the password.
		require((username != null) == (password != null), "transport.proxy.username", "******",
				"there exactly if there is a password");
		if (username != null && password != null) {
			boolean colon = type == ProxyType.HTTP && username.indexOf(':') >= 0;
			require(isInRange(username) && !colon, "transport.proxy.username", "******",
					"1 to 255 bytes, and without a colon for an HTTP proxy");
			require(isInRange(password), "transport.proxy.password", "******", "1 to 255 bytes");
		}
		noProxy = List.copyOf(noProxy);
		NoProxy.of(noProxy);
	}

	private static boolean isInRange(String credential) {
		int bytes = credential.getBytes(StandardCharsets.UTF_8).length;
		return bytes >= 1 && bytes <= MAX_CREDENTIAL_BYTES;
	}

	/**
	 * A proxy without credentials that leads to every host.
	 * @param type how the proxy is asked
	 * @param host the proxy's name or IP address
	 * @param port the proxy's port, 1 to 65535
	 * @return a configuration
	 */
	public static ProxyConfig of(ProxyType type, String host, int port) {
		return new ProxyConfig(type, host, port, null, null, List.of());
	}

	/**
	 * The same with credentials.
	 * @param name the user name
	 * @param secret the password
	 * @return a new configuration
	 */
	public ProxyConfig withCredentials(String name, String secret) {
		return new ProxyConfig(this.type, this.host, this.port, name, secret, this.noProxy);
	}

	/**
	 * The same with other hosts that are reached without the proxy.
	 * @param hosts the hosts
	 * @return a new configuration
	 */
	public ProxyConfig withNoProxy(List<String> hosts) {
		return new ProxyConfig(this.type, this.host, this.port, this.username, this.password, hosts);
	}

	/**
	 * Type, host and port; nothing of the credentials.
	 * @return for example {@code HTTP proxy.example.org:3128}
	 */
	@Override
	public String toString() {
		return this.type + " " + this.host + ":" + this.port;
	}

}
