package io.conpool.autoconfigure;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.conpool.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a setting that the client refuses: by the name of its property, with the value
 * as it was written and the place where that stands.
 */
final class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

	private static final String PREFIX = "conpool.h2.";

	private static final Pattern OF_NAMED_CLIENT = Pattern.compile("(?<client>clients\\.[^.]+\\.)(?<setting>.+)");

	private final @Nullable Environment environment;

	InvalidSettingFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
		if (cause.setting().endsWith("ssl.alpn")) {
			return withoutAlpn(cause);
		}
		List<String> names = propertyNames(cause.setting());
		String name = names.stream().filter((each) -> find(each) != null).findFirst().orElse(names.get(0));
		ConfigurationProperty property = find(name);
		Object value = (property != null) ? property.getValue() : cause.value();
		StringBuilder description = new StringBuilder("The HTTP/2 client cannot be configured:");
		description.append(String.format("%n%n    Property: %s", name));
		description.append(String.format("%n    Value: \"%s\"", value));
		if (property != null && property.getOrigin() != null) {
			description.append(String.format("%n    Origin: %s", property.getOrigin()));
		}
		description.append(String.format("%n    Reason: %s", reason(cause)));
		return new FailureAnalysis(description.toString(), action(name, property != null), cause);
	}

	/** No property is to blame. */
	private static FailureAnalysis withoutAlpn(InvalidSettingException cause) {
		return new FailureAnalysis(
				String.format(
						"TLS on this JDK (%s) has no ALPN, by which an HTTP/2 client and its server agree on "
								+ "the protocol.",
						System.getProperty("java.vendor.version", System.getProperty("java.version"))),
				"Add io.netty:netty-tcnative-boringssl-static for your platform to the dependencies, or remove the "
						+ "security provider that has taken the place of the JDK's own TLS.",
				cause);
	}

	/** A client's own property, and then the one that it inherits. */
	private static List<String> propertyNames(String setting) {
		Matcher named = OF_NAMED_CLIENT.matcher(setting);
		if (!named.matches()) {
			return List.of(PREFIX + dashed(setting));
		}
		String property = dashed(named.group("setting"));
		return List.of(PREFIX + named.group("client") + property, PREFIX + property);
	}

	/** Protocols, ciphers and keys are not properties of the client but of the bundle. */
	private static String dashed(String setting) {
		return isOfBundle(setting) ? "ssl.bundle" : DataObjectPropertyName.toDashedForm(setting);
	}

	private static boolean isOfBundle(String setting) {
		return !setting.equals("ssl.bundle") && (setting.equals("ssl") || setting.startsWith("ssl."));
	}

	private @Nullable ConfigurationProperty find(String name) {
		if (this.environment == null) {
			return null;
		}
		ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(name, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(adapted);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	// The value that was refused can be another one than was written: "1KB" is 1024, and
	// a customizer may have changed it.
	private static String reason(InvalidSettingException cause) {
		String setting = OF_NAMED_CLIENT.matcher(cause.setting()).replaceFirst("${setting}");
		String subject = isOfBundle(setting) ? setting + " of the SSL bundle" : "it";
		return String.format("%s must be %s, was %s", subject, cause.expected(), cause.value());
	}

	private static String action(String name, boolean isSet) {
		return isSet ? "Correct the property '" + name + "' or the bean that overrides it."
				: "The property '" + name + "' is not set: correct the bean that sets it in code"
						+ ", an H2ClientBuilderCustomizer or an H2ClientBuilder.";
	}

}
