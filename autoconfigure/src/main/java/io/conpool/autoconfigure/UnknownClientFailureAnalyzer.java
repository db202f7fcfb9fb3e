package io.conpool.autoconfigure;

import java.lang.annotation.Annotation;
import java.util.List;

import io.conpool.H2Client;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Explains a client that is injected by a name that none has, with the names that there
 * are. Goes before Spring Boot's own, which knows of a missing bean alone.
 */
final class UnknownClientFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
		implements Ordered {

	private final @Nullable Environment environment;

	UnknownClientFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return -1;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		String name = (cause.getResolvableType() != null && cause.getResolvableType().resolve() == H2Client.class)
				? qualifier(rootFailure) : null;
		if (name == null || this.environment == null) {
			return null;
		}
		List<String> names = new ClientPropertiesBinder(this.environment).names();
		String where = (description != null) ? description : "A bean";
		return new FailureAnalysis(
				String.format("%s required an HTTP/2 client named '%s', of which there is none.", where, name),
				String.format("Correct the name, or configure the client by 'conpool.h2.clients.%s'. %s", name,
						names.isEmpty() ? "There are no named clients." : "The named clients are: " + names + "."),
				cause);
	}

	/** That of the innermost injection point. */
	private @Nullable String qualifier(Throwable failure) {
		String found = null;
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof UnsatisfiedDependencyException unsatisfied && unsatisfied.getInjectionPoint() != null) {
				found = qualifier(unsatisfied.getInjectionPoint());
			}
		}
		return found;
	}

	private static @Nullable String qualifier(InjectionPoint point) {
		for (Annotation annotation : point.getAnnotations()) {
			if (annotation instanceof Qualifier qualifier) {
				return qualifier.value();
			}
		}
		return null;
	}

}
