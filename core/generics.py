"""Generic classes of Django with their type parameter, as base classes.

Django's own classes take no parameter at run time, django-stubs wants one.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin as _BaseModelAdmin
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet as _GenericInlineFormSet
from django.db import models
from django.forms import BaseInlineFormSet as _InlineFormSet
from django.forms import ModelForm as _ModelForm

if TYPE_CHECKING:
    BaseModelAdmin = _BaseModelAdmin[Any]
    GenericInlineFormSet = _GenericInlineFormSet[Any, Any]
    InlineFormSet = _InlineFormSet[Any, Any, Any]
    ModelAdmin = admin.ModelAdmin[Any]
    ModelDateField = models.DateField[Any, Any]
    ModelDateTimeField = models.DateTimeField[Any, Any]
    ModelForm = _ModelForm[Any]
    ModelTimeField = models.TimeField[Any, Any]
    TextField = models.TextField[Any, Any]
else:
    BaseModelAdmin = _BaseModelAdmin
    GenericInlineFormSet = _GenericInlineFormSet
    InlineFormSet = _InlineFormSet
    ModelAdmin = admin.ModelAdmin
    ModelDateField = models.DateField
    ModelDateTimeField = models.DateTimeField
    ModelForm = _ModelForm
    ModelTimeField = models.TimeField
    TextField = models.TextField
