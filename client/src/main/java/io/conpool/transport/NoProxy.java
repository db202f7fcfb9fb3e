package io.conpool.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.conpool.error.InvalidSettingException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without the proxy, after {@link ProxyConfig#noProxy()}.
 * Immutable.
 */
final class NoProxy {

	private final List<Predicate<String>> rules;

	private NoProxy(List<Predicate<String>> rules) {
		this.rules = rules;
	}

	static NoProxy of(List<String> hosts) {
		return new NoProxy(hosts.stream().map(NoProxy::rule).toList());
	}

	private static Predicate<String> rule(String written) {
		String host = written.strip().toLowerCase(Locale.ROOT);
		if (host.isEmpty()) {
			throw invalid(written, null);
		}
		if (host.equals("*")) {
			return (name) -> true;
		}
		if (host.startsWith(".")) {
			return (name) -> name.endsWith(host);
		}
		return (host.indexOf('/') >= 0) ? range(host, written) : host::equals;
	}

	private static Predicate<String> range(String range, String written) {
		int slash = range.indexOf('/');
		InetAddress network = NetUtil.createInetAddressFromIpAddressString(range.substring(0, slash));
		if (network == null) {
			throw invalid(written, null);
		}
		try {
			int prefix = Integer.parseInt(range.substring(slash + 1));
			IpSubnetFilterRule rule = new IpSubnetFilterRule(network, prefix, IpFilterRuleType.ACCEPT);
			return (name) -> {
				InetAddress literal = NetUtil.createInetAddressFromIpAddressString(name);
				return literal != null && rule.matches(new InetSocketAddress(literal, 0));
			};
		}
		catch (IllegalArgumentException ex) {
			throw invalid(written, ex);
		}
	}

	private static InvalidSettingException invalid(String written, @Nullable Throwable cause) {
		return (InvalidSettingException) new InvalidSettingException("transport.proxy.noProxy", written,
				"a host, '.example.com', a range as '10.0.0.0/8', or '*'")
			.initCause(cause);
	}

	/** Whether the host, in lower case, is reached without the proxy. */
	boolean contains(String host) {
		return this.rules.stream().anyMatch((rule) -> rule.test(host));
	}

}
