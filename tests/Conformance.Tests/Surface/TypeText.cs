using System.Reflection;

namespace CityActors.Conformance.Surface;

/// <summary>Writes types as C# writes them, with their namespaces.</summary>
internal static class TypeText
{
    public static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.HasElementType)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : type.IsPointer ? "*" : "");
        }

        var own = type.Name.Split('`')[0];
        var outer = type.DeclaringType is { } declaring ? Name(declaring) : type.Namespace;
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        return $"{outer}.{own}{Arguments(type.GetGenericArguments()[inherited..])}";
    }

    public static string Arguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Variant))}>";

    public static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } when parameter.ParameterType.IsByRef => "in ",
            _ when parameter.ParameterType.IsByRef => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) => "params ",
            _ => "",
        };
        return passing + Name(parameter.ParameterType);
    }

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter)
        .Select(argument => (argument.Name, Text: string.Join(", ", Constraints(argument))))
        .Where(constraint => constraint.Text.Length > 0)
        .Select(constraint => $" where {constraint.Name} : {constraint.Text}"));

    private static string Variant(Type argument)
    {
        var variance = argument.IsGenericParameter ? argument.GenericParameterAttributes & GenericParameterAttributes.VarianceMask : default;
        return variance switch
        {
            GenericParameterAttributes.Covariant => "out ",
            GenericParameterAttributes.Contravariant => "in ",
            _ => "",
        } + Name(argument);
    }

    private static IEnumerable<string> Constraints(Type argument)
    {
        var flags = argument.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }

        if (isStruct)
        {
            yield return "struct";
        }

        foreach (var type in argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Name).Order(StringComparer.Ordinal))
        {
            yield return type;
        }

        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            yield return "new()";
        }
    }
}
